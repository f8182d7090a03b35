/**
 * PostgreSQL, and what it was asked.
 *
 * <p>May use: sandbox.process.
 */
package com.rocketmat.sandbox.database;
