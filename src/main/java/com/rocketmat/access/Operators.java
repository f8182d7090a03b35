package com.rocketmat.access;

import static java.util.stream.Collectors.toUnmodifiableMap;

import com.rocketmat.problem.Sha256;
import com.rocketmat.tenant.scope.TenantId;
import com.rocketmat.tenant.vault.VaultSecrets;
import com.rocketmat.tenant.vault.VaultSecrets.Read;
import io.quarkus.logging.Log;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.runtime.QuarkusPrincipal;
import io.quarkus.security.runtime.QuarkusSecurityIdentity;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** The people and machines that may call the API, identified by the digests of their tokens in Vault. */
@ApplicationScoped
public class Operators {

    /** Of an empty token, as a shell stores if it cannot generate one. It would admit every caller without a token. */
    private static final String EMPTY_DIGEST = Sha256.hex("");

    private static final String FORM =
            "the key must not be blank, have control characters, begin with oidc: or be longer than 200 characters; the value must be viewer"
                    + " or operator, a space and the SHA-256 of a generated token in hex; to restrict the operator to some tenants, add a"
                    + " space and their ids separated by commas; a space at the end is an empty list";

    /** Prefix of the identity provider's users, which distinguishes them from Vault's in the audit log. */
    public static final String OF_PROVIDER = "oidc:";

    /** The audit log has indexes of names, and PostgreSQL limits what an index holds. */
    private static final int MAX_NAME_LENGTH = 200;

    private final VaultSecrets vault;
    private final OperatorsConfig config;
    /** By the SHA-256 of the token, in lower-case hex. */
    private volatile Map<String, Operator> operators = Map.of();
    /** Each version of the secret is parsed once, and its faults are logged once. */
    private Read lastRead = new Read.Absent();
    /** As logged; empty while Vault returns the operators. */
    private String lastReason = "";

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

    /** The operator with this token, never one for a blank token. No caller can choose even a part of the digest that is looked up. */
    public Optional<Operator> identify(String token) {
        return token.isBlank() ? Optional.empty() : Optional.ofNullable(operators.get(Sha256.hex(token)));
    }

    /** Identifies a token without revealing it. */
    public static String mark(String token) {
        return markOf(Sha256.hex(token));
    }

    private static String markOf(String digest) {
        return Sha256.hex("session " + digest);
    }

    /** The operator whose token has this mark, while the token is in Vault. */
    public Optional<Operator> bearing(String mark) {
        return operators.entrySet().stream()
                .filter(operator -> markOf(operator.getKey()).equals(mark))
                .map(Map.Entry::getValue)
                .findFirst();
    }

    /**
     * Reads the secret. If Vault does not return it, known tokens stay valid.
     *
     * @return why callers cannot be identified yet, until Vault has answered for the first time; a refusal is an answer, since an
     *     identity provider may know the callers
     */
    public synchronized Optional<String> refresh() {
        Read read = vault.read(config.path());
        answered |= !(read instanceof Read.NoAnswer);
        switch (read) {
            case Read.Found found -> {
                if (!found.equals(lastRead)) {
                    operators = parse(found.secret());
                    lastRead = found;
                }
                if (isNewReason("")) {
                    Log.info("Vault returns the operators");
                }
            }
            case Read.Absent _ -> {
                operators = Map.of();
                lastRead = read;
                if (isNewReason("absent")) {
                    Log.infof(
                            "Vault has no operators at %s (rocketmat.operators.path); until there are any, only callers of an identity"
                                    + " provider are known",
                            config.path());
                }
            }
            case Read.Refused(String reason) -> warn(reason);
            case Read.NoAnswer(String reason) -> {
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
        if (isNewReason(reason)) {
            Log.warnf(
                    "Cannot read the operators from Vault (%s); %s; check rocketmat.operators.path (%s) and the service's policy",
                    reason,
                    operators.isEmpty()
                            ? "none of their tokens is accepted"
                            : "known tokens stay valid, changes are not seen",
                    config.path());
        }
    }

    private boolean isNewReason(String reason) {
        boolean isNew = !reason.equals(lastReason);
        lastReason = reason;
        return isNew;
    }

    /** Whether the audit log can show it as the name of a caller. */
    public static boolean isName(String name) {
        return name != null
                && !name.isBlank()
                && name.length() <= MAX_NAME_LENGTH
                && name.chars().noneMatch(Character::isISOControl);
    }

    private static boolean looksLikeProviderUser(String name) {
        return name.strip().regionMatches(true, 0, OF_PROVIDER, 0, OF_PROVIDER.length());
    }

    static Map<String, Operator> parse(Map<String, String> secret) {
        Map<String, List<Operator>> byDigest = new HashMap<>();
        new TreeMap<>(secret).forEach((name, value) -> {
            try {
                // a blank at the end stays, and with it an empty list of tenants, which must not grant all
                String[] words = String.valueOf(value)
                        .stripLeading()
                        .replaceFirst("\\R+$", "")
                        .split(" +", -1);
                Operator operator = operator(name, words);
                byDigest.computeIfAbsent(digest(words), _ -> new ArrayList<>()).add(operator);
            } catch (IllegalArgumentException | ArrayIndexOutOfBoundsException e) {
                Log.warnf("Ignoring operator '%.60s': %s", name.replaceAll("\\p{Cntrl}", "?"), FORM);
            }
        });
        byDigest.values().removeIf(Operators::isShared);
        return byDigest.entrySet().stream()
                .collect(toUnmodifiableMap(
                        Map.Entry::getKey, same -> same.getValue().getFirst()));
    }

    private static Operator operator(String name, String[] words) {
        if (!isName(name) || looksLikeProviderUser(name) || words.length > 3) {
            throw new IllegalArgumentException();
        }
        Role role = switch (words[0]) {
            case "viewer" -> Role.VIEWER;
            case "operator" -> Role.OPERATOR;
            default -> throw new IllegalArgumentException();
        };
        return new Operator(name, role, words.length == 3 ? only(words[2]) : new Reach.All());
    }

    private static String digest(String[] words) {
        String digest = HexFormat.of().formatHex(HexFormat.of().parseHex(words[1]));
        if (digest.length() != EMPTY_DIGEST.length() || digest.equals(EMPTY_DIGEST)) {
            throw new IllegalArgumentException();
        }
        return digest;
    }

    /** What a token opens, and whose call it is, must not depend on which of its names is taken. */
    private static boolean isShared(List<Operator> same) {
        if (same.size() > 1) {
            Log.warnf(
                    "Operators %s have the same token; it is not accepted; give each one a token of their own",
                    same.stream().map(Operator::name).toList());
        }
        return same.size() > 1;
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
}
