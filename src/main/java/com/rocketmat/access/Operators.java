package com.rocketmat.access;

import com.rocketmat.problem.Sha256;
import com.rocketmat.tenant.scope.TenantId;
import com.rocketmat.tenant.vault.VaultSecrets;
import com.rocketmat.tenant.vault.VaultSecrets.Read;
import io.quarkus.logging.Log;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.runtime.QuarkusPrincipal;
import io.quarkus.security.runtime.QuarkusSecurityIdentity;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/** The people and machines that may call the API, identified by the digests of their tokens in Vault. */
@ApplicationScoped
public class Operators {

    /**
     * The digest of an empty string: what a shell writes when a token could not be generated. It would admit every caller without
     * a token.
     */
    private static final String DIGEST_OF_NOTHING = Sha256.hex("");

    /** Begins the names of the identity provider's users, so that the audit log tells them from those in Vault. */
    public static final String OF_PROVIDER = "oidc:";

    private final VaultSecrets vault;
    private final OperatorsConfig config;
    private volatile List<Entry> entries = List.of();
    /** What they were taken from; a bad entry of it is told once. */
    private Read known = new Read.Absent();
    /** Why Vault returns no operators, as logged last. */
    private String said = "";

    private boolean answered;

    public Operators(VaultSecrets vault, OperatorsConfig config) {
        this.vault = vault;
        this.config = config;
    }

    public enum Role {
        VIEWER,
        OPERATOR
    }

    /** A caller that may use the API. */
    public record Operator(String name, Role role, Reach reach) {

        Operator(String name, Role role) {
            this(name, role, new Reach.All());
        }

        /** Role names as the authentication mechanisms pass them on; an operator is a viewer too. */
        public SecurityIdentity identity() {
            QuarkusSecurityIdentity.Builder identity = QuarkusSecurityIdentity.builder()
                    .setPrincipal(new QuarkusPrincipal(name))
                    .addAttribute(Reach.ATTRIBUTE, reach)
                    .addRole("viewer");
            if (role == Role.OPERATOR) {
                identity.addRole("operator");
            }
            return identity.build();
        }
    }

    /** One key of the secret; the digest is the SHA-256 of the token in lower-case hex. */
    record Entry(Operator operator, String digest) {}

    /** The operator with this token, never one for a blank token. All entries are compared, each in constant time. */
    public Optional<Operator> identify(String token) {
        if (token.isBlank()) {
            return Optional.empty();
        }
        String digest = Sha256.hex(token);
        Operator found = null;
        for (Entry entry : entries) {
            if (MessageDigest.isEqual(ascii(entry.digest()), ascii(digest))) {
                found = entry.operator();
            }
        }
        return Optional.ofNullable(found);
    }

    /** A mark that identifies a token without revealing it; another token has another mark. */
    public static String mark(String token) {
        return Sha256.hex("session " + Sha256.hex(token));
    }

    /** The operator whose token has this mark, as long as the token is in Vault. */
    public Optional<Operator> bearing(String mark) {
        return entries.stream()
                .filter(entry -> MessageDigest.isEqual(ascii(Sha256.hex("session " + entry.digest())), ascii(mark)))
                .map(Entry::operator)
                .findFirst();
    }

    /**
     * Reads the secret. Known tokens stay valid if Vault does not return it now.
     *
     * @return why it is not known yet who may call, as long as Vault has not answered at all; a refusal is an answer, since an
     *     identity provider may know the callers
     */
    public synchronized Optional<String> refresh() {
        Read read = vault.read(config.path());
        answered |= !(read instanceof Read.Unasked);
        switch (read) {
            case Read.Found found -> {
                if (!found.equals(known)) {
                    entries = parse(found.secret());
                    known = found;
                }
                if (isNews("")) {
                    Log.info("Vault returns the operators");
                }
            }
            case Read.Absent _ -> {
                entries = List.of();
                known = read;
                if (isNews("absent")) {
                    Log.infof(
                            "Vault has no operators at %s (rocketmat.operators.path); until there are any, only callers of an identity"
                                    + " provider are known",
                            config.path());
                }
            }
            case Read.Failed(String reason) -> warn(reason);
            case Read.Unasked(String reason) -> {
                if (!answered) {
                    return Optional.of(reason);
                }
                warn(reason);
            }
            case Read.Unchanged _ -> {}
        }
        return Optional.empty();
    }

    private void warn(String reason) {
        if (isNews(reason)) {
            Log.warnf(
                    "Cannot read the operators from Vault (%s); %s; check rocketmat.operators.path (%s) and the service's policy",
                    reason,
                    entries.isEmpty()
                            ? "none of their tokens is accepted"
                            : "known tokens stay valid, changes are not seen",
                    config.path());
        }
    }

    private boolean isNews(String reason) {
        boolean news = !reason.equals(said);
        said = reason;
        return news;
    }

    /** Whether the audit log can say by it who made a call. */
    public static boolean isName(String name) {
        return name != null && !name.isBlank() && name.chars().noneMatch(Character::isISOControl);
    }

    private static boolean passesForTheProviders(String name) {
        return name.strip().regionMatches(true, 0, OF_PROVIDER, 0, OF_PROVIDER.length());
    }

    static List<Entry> parse(Map<String, String> secret) {
        Map<String, List<Entry>> byToken = new TreeMap<>();
        new TreeMap<>(secret).forEach((name, value) -> {
            if (!isName(name) || passesForTheProviders(name)) {
                Log.warnf(
                        "Ignoring an operator: the key '%.60s' cannot name one in the audit log; it must not be blank, have control"
                                + " characters or begin with %s",
                        name.replaceAll("\\p{Cntrl}", "?"), OF_PROVIDER);
                return;
            }
            try {
                String[] parts = String.valueOf(value).strip().split(" +", -1);
                String digest = HexFormat.of().formatHex(HexFormat.of().parseHex(parts[1]));
                Role role = switch (parts[0]) {
                    case "viewer" -> Role.VIEWER;
                    case "operator" -> Role.OPERATOR;
                    default -> throw new IllegalArgumentException();
                };
                if (digest.length() != DIGEST_OF_NOTHING.length() || parts.length > 3) {
                    throw new IllegalArgumentException();
                }
                if (digest.equals(DIGEST_OF_NOTHING)) {
                    Log.warnf(
                            "Ignoring operator %s: the digest is that of an empty token; generate a token and store its SHA-256",
                            name);
                    return;
                }
                Reach reach = parts.length == 3 ? only(parts[2]) : new Reach.All();
                byToken.computeIfAbsent(digest, _ -> new ArrayList<>())
                        .add(new Entry(new Operator(name, role, reach), digest));
            } catch (IllegalArgumentException | ArrayIndexOutOfBoundsException e) {
                Log.warnf(
                        "Ignoring operator %s: the value must be viewer or operator, a space and a SHA-256 in hex; to restrict"
                                + " the operator to some tenants, add a space and their ids separated by commas",
                        name);
            }
        });
        return byToken.values().stream().flatMap(Operators::sole).toList();
    }

    /** The first of those with the same token, such as while one is renamed; none where it depends on the name what it opens. */
    private static Stream<Entry> sole(List<Entry> same) {
        Operator first = same.getFirst().operator();
        boolean alike = same.stream()
                .map(Entry::operator)
                .allMatch(other -> other.role() == first.role() && other.reach().equals(first.reach()));
        if (same.size() > 1) {
            Log.warnf(
                    "Operators %s have the same token; %s; give each one a token of their own",
                    same.stream().map(entry -> entry.operator().name()).toList(),
                    alike ? "calls with it are the first one's" : "it is not accepted, because role or tenants differ");
        }
        return alike ? Stream.of(same.getFirst()) : Stream.empty();
    }

    /** A typo in an id must grant neither all tenants nor a subset of those intended. */
    private static Reach only(String list) {
        Set<String> tenants = new TreeSet<>();
        for (String id : list.split(",", -1)) {
            tenants.add(TenantId.parse(id)
                    .orElseThrow(IllegalArgumentException::new)
                    .value());
        }
        return new Reach.Only(tenants);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
