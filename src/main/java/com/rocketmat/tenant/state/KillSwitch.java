package com.rocketmat.tenant.state;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.LockModeType;
import jakarta.persistence.Table;
import java.time.Instant;

/** The single row that stops every replica. The migration creates it. */
@Entity
@Table(name = "kill_switch")
class KillSwitch extends PanacheEntityBase {

    @Id
    boolean id;

    boolean paused;

    @Column(name = "paused_at")
    Instant pausedAt;

    @Column(name = "paused_by")
    String pausedBy;

    protected KillSwitch() {}

    static KillSwitch read() {
        return findById(true);
    }

    static KillSwitch locked() {
        return findById(true, LockModeType.PESSIMISTIC_WRITE);
    }
}
