package io.sluice.pipeline;

/**
 * One SQL file of a pipeline: a single query.
 *
 * @param name relative to the pipeline's folder, for messages, such as {@code
 *     aggregations/daily.sql}
 * @param text the whole text, header included
 * @param description from its directive, else empty
 * @param hash SHA-256 of the text, in hexadecimal digits
 */
public record SqlFile(String name, String text, String description, String hash) {
  static SqlFile of(String name, String text, String description) {
    return new SqlFile(name, text, description, Sha256.of(text));
  }
}
