package io.sluice.cli;

/** A job with its options, ready to run. */
public record Step<O>(Command<O> command, O options, Job<O> job) {}
