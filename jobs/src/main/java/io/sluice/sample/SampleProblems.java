// SPDX-License-Identifier: Apache-2.0
package io.sluice.sample;

import io.sluice.problem.Problem;
import io.sluice.text.Escaped;
import io.sluice.unpack.Refusal;
import org.apache.hadoop.fs.Path;

/** Messages about samples that nothing can be made of. */
public final class SampleProblems {
  private final Path file;

  /**
   * @param file the sample, of which messages tell the name alone
   */
  public SampleProblems(Path file) {
    this.file = file;
  }

  Problem of(String why, Object... values) {
    return Problem.invalid(
        "Cannot make a pipeline from %s: %s"
            .formatted(Escaped.plain(file.getName()), why.formatted(values)));
  }

  Problem empty() {
    return of("it holds nothing; give --from a file with records");
  }

  Problem headerOnly() {
    return of("it has a header and no record below it; give --from a file with some, ten or more");
  }

  /** Every record would be quarantined for its bytes. */
  Problem onlyBroken(boolean haveNuls) {
    if (!haveNuls) {
      return of(
          "every record has bytes that are no letter of UTF-8, for which it would be quarantined; have it written as UTF-8 throughout, as files that land");
    }
    return of(
        "every record has a NUL byte in it, for which it would be quarantined; have them left out, in files that land too: tr -d '\\000' < %s > clean.csv",
        Escaped.argument(file.getName()));
  }

  Problem wide() {
    return of(
        "it is in UTF-16 or UTF-32, which Sluice doesn't read; have it written as UTF-8, or convert it: iconv -f UTF-16 -t UTF-8 %s > utf8.csv",
        Escaped.argument(file.getName()));
  }

  /** By the reason for which a landed file would be rejected. */
  Problem of(Refusal refusal, String format) {
    return rejected(refusal.reason(format));
  }

  /**
   * Where a file like the sample would be rejected.
   *
   * @param reason for which a landed file would be rejected
   */
  public Problem rejected(String reason) {
    return of(
        "%s",
        reason
            .replaceFirst("^[a-z_0-9]+: ", "")
            .replaceFirst(",? and land it again.*$", "")
            .replaceFirst("; land it again, whole$", "; give --from a file that is whole"));
  }
}
