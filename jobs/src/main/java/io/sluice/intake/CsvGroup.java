package io.sluice.intake;

/**
 * What files have in common that are read together.
 *
 * @param oddity what is to be looked for in their records
 */
record CsvGroup(CsvHeader header, Oddity oddity) {}
