package com.rocketmat.console.fleet;

import com.rocketmat.console.element.Badge;
import com.rocketmat.replica.Replicas.Running;
import java.util.List;

/**
 * The state of the service.
 *
 * @param versions the running releases, more than one during a rollout
 * @param slices number of slices on all replicas, for tenants within reach
 * @param vault this replica's connection to Vault
 * @param read how long ago this replica read the tenants from Vault
 */
public record StatusPage(
        List<Running> replicas, List<String> versions, String slices, String trainings, Badge vault, String read) {}
