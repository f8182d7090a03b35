/**
 * The room of the operators' web page: sessions of browsers, pages with their charts, and the stream that tells a page that
 * something has changed. What it does to a tenant it does through the resources of the API.
 *
 * <p>In: what the other rooms know. Out: HTML. Nothing depends on it. May use: all but schedule and ops.
 */
package com.rocketmat.console;
