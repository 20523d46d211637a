package io.sluice.pipeline;

/** What happens to a file that has columns which the schema doesn't name. */
public enum ExtraColumns {
  /** It is read without them, and the run's report says so. */
  REPORT,
  /** It is rejected as a whole. */
  REJECT
}
