package com.rocketmat.sync;

import java.util.Optional;

/**
 * Where a tenant stands when a slice begins.
 *
 * @param open what is under way: before a sweep the window that was opened beside it
 * @param watermark what the next window goes by
 * @param wanted somebody has asked for a run that has not started
 */
record Position(Optional<OpenRun> open, Watermark watermark, boolean wanted) {}
