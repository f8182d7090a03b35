/**
 * What is deleted, and when.
 *
 * <p>May use: tenant.scope.
 */
package com.rocketmat.privacy;
