/**
 * PostgreSQL, what it was asked, and models put into it past all checks.
 *
 * <p>May use: sandbox.process.
 */
package com.rocketmat.sandbox.database;
