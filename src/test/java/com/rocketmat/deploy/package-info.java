/**
 * Deployed objects, as Kubernetes, Prometheus and an image builder will read them; and whether a release can run beside the next.
 * In: {@code deploy/k8s}, {@code src/main/docker}, the migrations. Out: nothing. May use: nothing of the service but its
 * settings' names.
 */
package com.rocketmat.deploy;
