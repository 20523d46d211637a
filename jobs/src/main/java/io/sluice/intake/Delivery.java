package io.sluice.intake;

import java.time.Instant;

/**
 * A file that landed. The same path with another size or time is another delivery.
 *
 * @param path relative to {@code landing/}
 * @param size in bytes
 * @param modifiedAt to the millisecond
 */
public record Delivery(String path, long size, Instant modifiedAt) {}
