/** What is deployed, read as Kubernetes will read it. In: {@code deploy/k8s}. Out: nothing. May use: nothing of the service. */
package com.rocketmat.deploy;
