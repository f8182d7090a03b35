/**
 * What a candidate is told, in plain words of three languages.
 *
 * <p>May use: score.
 */
package com.rocketmat.privacy.words;
