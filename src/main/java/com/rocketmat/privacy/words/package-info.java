/**
 * What candidates and those who decide are told, in plain words of three languages.
 *
 * <p>May use: decision, model.upload, score.
 */
package com.rocketmat.privacy.words;
