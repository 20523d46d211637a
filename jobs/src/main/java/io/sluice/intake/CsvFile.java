package io.sluice.intake;

/** A file that can be read, and the columns it has. */
record CsvFile(Delivery delivery, CsvHeader header) {}
