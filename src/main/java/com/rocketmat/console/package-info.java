/**
 * The room of the operators' web page.
 *
 * <p>In: what the other rooms know. Out: HTML. Nothing depends on it. May use: all but schedule and ops.
 */
package com.rocketmat.console;
