/**
 * The number of replicas over a day, by the autoscaler's own numbers. In: the rendered HorizontalPodAutoscaler. Out: nothing. May
 * use: nothing of the service.
 */
package com.rocketmat.deploy.scaling;
