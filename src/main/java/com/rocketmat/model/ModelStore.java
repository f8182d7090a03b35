package com.rocketmat.model;

import com.rocketmat.model.upload.UploadChecks;
import com.rocketmat.problem.HttpProblem;
import com.rocketmat.tenant.TenantFacts;
import com.rocketmat.tenant.TenantRegistry;
import com.rocketmat.tenant.scope.AcrossTenants;
import com.rocketmat.tenant.scope.ModelSwitchedOff;
import com.rocketmat.tenant.scope.PerTenant;
import com.rocketmat.tenant.scope.Sql;
import com.rocketmat.tenant.scope.TenantId;
import com.rocketmat.tenant.state.TenantStates;
import io.quarkus.logging.Log;
import io.quarkus.panache.common.Sort;
import jakarta.enterprise.event.Event;
import jakarta.inject.Singleton;
import jakarta.persistence.Tuple;
import jakarta.transaction.Transactional;
import jakarta.transaction.Transactional.TxType;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** The versions in the database; each change is one transaction. */
@PerTenant
@Transactional
@Singleton
class ModelStore implements TenantFacts.ActiveModel {

    private static final Set<ModelState> MAY_ACTIVATE =
            Set.of(ModelState.UPLOADED, ModelState.SHADOW, ModelState.RETIRED, ModelState.QUARANTINED);
    private static final String DIED = "two processes in a row died while it was opened or scored";
    private static final Set<ModelState> MAY_SHADOW = Set.of(ModelState.UPLOADED, ModelState.RETIRED);
    private static final Set<ModelState> MAY_RETIRE =
            Set.of(ModelState.SHADOW, ModelState.ACTIVE, ModelState.RETIRED, ModelState.QUARANTINED);

    /**
     * Reads only what a slice needs. An entity would load the JSON of all checks, and the tenant filter makes Hibernate translate a
     * query anew each time.
     */
    private static final String SERVING = """
            SELECT version, state, manifest, file_sha256, reference_row, resident_bytes, deaths FROM model_version
            WHERE tenant_id = ?1 AND state IN ('ACTIVE', 'SHADOW') ORDER BY uploaded_at""";

    private static final String ACTIVE =
            "SELECT tenant_id, version FROM model_version WHERE tenant_id = ANY (?1) AND state = 'ACTIVE'";

    private static final String QUARANTINE = """
            SELECT quarantine FROM model_version
            WHERE tenant_id = ?1 AND activated_at IS NOT NULL ORDER BY activated_at DESC LIMIT 1""";

    private static final int PART = 1 << 20;
    private static final String PART_OF_FILE =
            "SELECT substring(content FROM ?3 FOR ?4) FROM model_file WHERE tenant_id = ?1 AND version = ?2";

    /** Each shadow takes time in the tenant's slices and memory in the cache. */
    static final int MAX_SHADOWS = 3;

    private final Sql sql;
    private final Clock clock;
    private final TenantStates states;
    private final Event<ModelSwitchedOff> switchedOff;

    ModelStore(Sql sql, Clock clock, TenantStates states, Event<ModelSwitchedOff> switchedOff) {
        this.sql = sql;
        this.clock = clock;
        this.states = states;
        this.switchedOff = switchedOff;
    }

    /** {@code first} if the tenant had no active version before. */
    record Activation(ModelVersion version, boolean first) {}

    /** Newest first. */
    List<ModelVersion> page(TenantId tenant, Collection<ModelState> states, ModelVersion.Place after, int size) {
        return ModelVersion.find(
                        "tenantId = ?1 and state in ?2 and (uploadedAt < ?3 or (uploadedAt = ?3 and version < ?4))",
                        Sort.descending("uploadedAt", "version"),
                        tenant.value(),
                        states,
                        after.uploadedAt(),
                        after.version())
                .page(0, size)
                .list();
    }

    /** The active version and the shadows; empty while no version is active. */
    Optional<Serving> serving(TenantId tenant) {
        List<Tuple> rows = sql.list(SERVING, Tuple.class, tenant);
        return rows.stream()
                .filter(row -> has(row, ModelState.ACTIVE))
                .findFirst()
                .map(active -> new Serving(ActiveModel.of(active), shadows(rows)));
    }

    private static boolean has(Tuple row, ModelState state) {
        return row.get("state").equals(state.name());
    }

    /** A shadow that this release cannot read must not keep the active version from scoring. */
    private static List<ActiveModel> shadows(List<Tuple> rows) {
        List<ActiveModel> shadows = new ArrayList<>();
        for (Tuple row : rows) {
            if (has(row, ModelState.SHADOW)) {
                try {
                    shadows.add(ActiveModel.of(row));
                } catch (RuntimeException e) {
                    Log.warnf(
                            "Cannot read shadow version %s (%s); scoring without it",
                            row.get("version"), e.getClass().getSimpleName());
                }
            }
        }
        return shadows;
    }

    Optional<ModelVersion> find(TenantId tenant, String version) {
        return ModelVersion.find("tenantId = ?1 and version = ?2", tenant.value(), version)
                .firstResultOptional();
    }

    boolean wasEverActive(TenantId tenant) {
        return ModelVersion.count("tenantId = ?1 and activatedAt is not null", tenant.value()) > 0;
    }

    /** Reads the file in parts: the driver receives bytes as text, which takes three times their size. */
    Optional<byte[]> file(TenantId tenant, String version) {
        return sql.find(
                        "SELECT octet_length(content) FROM model_file WHERE tenant_id = ?1 AND version = ?2",
                        Integer.class,
                        tenant,
                        version)
                .map(bytes -> {
                    ByteBuffer file = ByteBuffer.allocate(bytes);
                    while (file.hasRemaining()) {
                        file.put(sql.value(PART_OF_FILE, byte[].class, tenant, version, file.position() + 1, PART));
                    }
                    return file.array();
                });
    }

    /** Versions may be imported before their tenant exists. */
    boolean hasTenant(TenantId tenant) {
        return states.row(tenant).isPresent();
    }

    /**
     * Like {@link #add}, but fails with 404 if the tenant was purged meanwhile. The lock on the tenant waits for a purge in progress
     * and makes a later one wait. It is taken last, so that nothing waits for the file.
     */
    @Transactional(TxType.REQUIRES_NEW)
    ModelVersion addToTenant(TenantId tenant, NewVersion upload, byte[] content, UploadChecks.Passed passed) {
        ModelVersion version = store(tenant, upload, content, passed);
        if (states.lockedState(tenant).isEmpty()) {
            throw TenantRegistry.unknown();
        }
        return version;
    }

    @Transactional(TxType.REQUIRES_NEW)
    ModelVersion add(TenantId tenant, NewVersion upload, byte[] content, UploadChecks.Passed passed) {
        return store(tenant, upload, content, passed);
    }

    private ModelVersion store(TenantId tenant, NewVersion upload, byte[] content, UploadChecks.Passed passed) {
        ModelVersion version = new ModelVersion();
        version.version = upload.version();
        version.name = upload.name();
        version.manifest = upload.manifest();
        version.fileSha256 = upload.fileSha256();
        version.state = ModelState.UPLOADED;
        version.uploadedAt = now();
        version.checks = passed.checks();
        version.referenceRow = passed.reference().toJson();
        version.residentBytes = passed.footprint().residentBytes();
        version.batchMillis = passed.footprint().batchMillis();
        version.persistAndFlush();
        sql.update(
                "INSERT INTO model_file (tenant_id, version, content) VALUES (?1, ?2, ?3)",
                tenant,
                upload.version(),
                content);
        return version;
    }

    /** Like {@link #activate}, but 409 if any version was ever active. */
    Activation activateFirst(TenantId tenant, String digest) {
        if (ModelVersion.lockAll(tenant).stream().anyMatch(version -> version.activatedAt != null)) {
            throw wrongState("The tenant already had an active version", "activate this one if it is to score");
        }
        return activate(tenant, digest);
    }

    Activation activate(TenantId tenant, String digest) {
        List<ModelVersion> versions = ModelVersion.lockAll(tenant);
        ModelVersion next = require(versions, digest, MAY_ACTIVATE);
        boolean first = versions.stream().noneMatch(version -> version.state == ModelState.ACTIVE);
        versions.stream()
                .filter(version -> version.state == ModelState.ACTIVE)
                .forEach(version -> version.state = ModelState.RETIRED);
        // the unique index of active versions is checked per row: retire the old one first
        ModelVersion.flush();
        next.state = ModelState.ACTIVE;
        next.quarantine = null;
        next.deaths = 0;
        next.batchSince = null;
        next.activatedAt = now();
        return new Activation(next, first);
    }

    @Transactional(TxType.REQUIRES_NEW)
    ModelVersion shadow(TenantId tenant, String digest) {
        List<ModelVersion> versions = ModelVersion.lockAll(tenant);
        ModelVersion version = require(versions, digest, MAY_SHADOW);
        if (versions.stream().filter(one -> one.state == ModelState.SHADOW).count() >= MAX_SHADOWS) {
            throw wrongState(
                    "The tenant already has %d shadow versions".formatted(MAX_SHADOWS),
                    "activate or retire one of them");
        }
        version.state = ModelState.SHADOW;
        version.deaths = 0;
        version.batchSince = null;
        return version;
    }

    /**
     * Ends a shadow, whose recorded scores stay, or switches off a version that was ever active: its scores in the backlog are not
     * written, even if another version has replaced it. A quarantined version stays quarantined.
     *
     * @param expected 409 in other states, in which retiring has another effect
     */
    @Transactional(TxType.REQUIRES_NEW)
    ModelVersion retire(TenantId tenant, String digest, Predicate<ModelState> expected) {
        ModelVersion version = require(ModelVersion.lockAll(tenant), digest, MAY_RETIRE);
        if (!expected.test(version.state)) {
            throw wrongState(
                    "The version is now %s; nothing was changed".formatted(version.state.value()),
                    "reload its page and choose again");
        }
        if (version.activatedAt != null) {
            switchedOff.fire(new ModelSwitchedOff(tenant, digest));
        }
        if (version.state != ModelState.QUARANTINED) {
            version.state = ModelState.RETIRED;
        }
        return version;
    }

    /** Stops every replica from running the version; false if it is no longer active or a shadow. */
    @Transactional(TxType.REQUIRES_NEW)
    boolean quarantine(TenantId tenant, String digest, String reason) {
        Optional<ModelVersion> running = ModelVersion.lockAll(tenant).stream()
                .filter(version -> version.version.equals(digest))
                .filter(version -> version.state == ModelState.ACTIVE || version.state == ModelState.SHADOW)
                .findFirst();
        running.ifPresent(version -> {
            version.state = ModelState.QUARANTINED;
            version.quarantine = reason;
        });
        return running.isPresent();
    }

    /**
     * Call it before a version that may have killed a process is opened and run. Updates this column only, to keep a change of state that
     * commits meanwhile.
     */
    @Transactional(TxType.REQUIRES_NEW)
    void batchStarts(TenantId tenant, String digest) {
        ModelVersion.update("batchSince = ?1 where tenantId = ?2 and version = ?3", now(), tenant.value(), digest);
    }

    @Transactional(TxType.REQUIRES_NEW)
    void batchEnds(TenantId tenant, String digest) {
        ModelVersion.update(
                "deaths = 0, batchSince = null where tenantId = ?1 and version = ?2", tenant.value(), digest);
    }

    /**
     * Returns the versions that it quarantines. A first death may have any cause. A second one in the middle of a batch is the version's
     * fault, since a process runs such versions one at a time if possible.
     */
    @Transactional(TxType.REQUIRES_NEW)
    List<String> processDied(TenantId tenant) {
        List<String> quarantined = new ArrayList<>();
        for (ModelVersion version : ModelVersion.lockAll(tenant)) {
            if (version.state == ModelState.ACTIVE || version.state == ModelState.SHADOW) {
                if (version.deaths > 0 && version.batchSince != null) {
                    version.state = ModelState.QUARANTINED;
                    version.quarantine = DIED;
                    quarantined.add(version.version);
                }
                version.deaths++;
                version.batchSince = null;
            }
        }
        return quarantined;
    }

    /** Why the last activated version is quarantined, if it is. */
    Optional<String> quarantined(TenantId tenant) {
        return sql.find(QUARANTINE, String.class, tenant);
    }

    @Override
    @AcrossTenants
    public Map<TenantId, String> activeModel(Collection<TenantId> tenants) {
        return sql
                .list(ACTIVE, Tuple.class, (Object)
                        tenants.stream().map(TenantId::value).toArray(String[]::new))
                .stream()
                .collect(Collectors.toMap(
                        row -> new TenantId(row.get(0, String.class)), row -> row.get(1, String.class)));
    }

    /** Truncated to the database's precision, so that a response does not change when it is read again. */
    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }

    private static ModelVersion require(List<ModelVersion> versions, String digest, Set<ModelState> allowed) {
        ModelVersion version = versions.stream()
                .filter(one -> one.version.equals(digest))
                .findFirst()
                .orElseThrow(() -> unknown(digest));
        if (!allowed.contains(version.state)) {
            throw wrongState(
                    "The version is " + version.state.value(),
                    "choose a version in one of the states "
                            + allowed.stream().map(ModelState::value).sorted().toList() + hint(version.state));
        }
        return version;
    }

    private static String hint(ModelState state) {
        return switch (state) {
            case ACTIVE -> "; this version already scores, until another is activated";
            case SHADOW -> "; this version's scores are already recorded";
            case QUARANTINED -> "; activate it to try it again";
            case UPLOADED, RETIRED -> "";
        };
    }

    private static HttpProblem wrongState(String detail, String remedy) {
        return ModelProblems.STATE.problem(detail, remedy);
    }

    static HttpProblem unknown(String digest) {
        return ModelProblems.UNKNOWN.problem(
                "This tenant has no version " + digest,
                "use the lower-case SHA-256 from the response to the upload; GET the tenant's models for the list");
    }
}
