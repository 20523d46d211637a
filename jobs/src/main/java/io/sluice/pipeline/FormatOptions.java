// SPDX-License-Identifier: Apache-2.0
package io.sluice.pipeline;

/**
 * Options of one format, as {@code source.options} of pipeline.yaml has them. Their text is part of
 * {@link Pipeline#sqlHash}: it names every option, and stays the same for the same options.
 */
public interface FormatOptions {}
