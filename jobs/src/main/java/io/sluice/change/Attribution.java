// SPDX-License-Identifier: Apache-2.0
package io.sluice.change;

import java.time.Instant;

/**
 * Who decided something, when and why.
 *
 * @param reason in the words of who decided; may be empty for a retry
 * @param by such as {@code anna@host}
 */
public record Attribution(String reason, String by, Instant at, String runId) {}
