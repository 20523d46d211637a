package io.sluice.pipeline;

/** How landed files are encoded. */
public enum Format {
  CSV
}
