// SPDX-License-Identifier: Apache-2.0
package io.sluice.unpack;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorInputStream;
import org.apache.commons.compress.compressors.lz4.FramedLZ4CompressorInputStream;
import org.apache.commons.compress.compressors.snappy.FramedSnappyCompressorInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;

/** Compression that is read, told by the first bytes of a file. */
public enum Compression {
  GZIP("gzip", List.of(".gz"), GzipMembers::new, "\u001f\u008b\b"),
  BZIP2(
      "bzip2",
      List.of(".bz2"),
      in -> new BZip2CompressorInputStream(in, true /* all of its streams */),
      "BZh_1AY&SY",
      "BZh_\u0017rE8P\u0090"),
  ZSTD("zstd", List.of(".zst"), ZstdFrames::new, "(\u00b5/\u00fd"),
  LZ4(
      "lz4",
      List.of(".lz4"),
      in -> new FramedLZ4CompressorInputStream(in, true /* all of its frames */),
      "\u0004\"M\u0018"),
  SNAPPY(
      "snappy",
      List.of(".snappy", ".sz"),
      FramedSnappyCompressorInputStream::new,
      "\u00ff\u0006\u0000\u0000sNaPpY"),
  XZ(
      "xz",
      List.of(".xz"),
      in -> new XZCompressorInputStream(in, true /* all of its streams */, Compression.MAX_MEMORY),
      "\u00fd7zXZ\u0000"),
  ZIP("zip", List.of(".zip"), ZipMember::new, "PK\u0003\u0004", "PK\u0005\u0006");

  /** What a decompressor may take, in KiB: what xz takes at its highest level, and as much more. */
  private static final int MAX_MEMORY = 128 << 10;

  /** Any byte in a beginning. */
  private static final char ANY = '_';

  private final String label;
  private final List<String> endings;
  private final Opener opener;
  private final String[] beginnings;

  private interface Opener {
    InputStream open(InputStream in) throws IOException;
  }

  Compression(String label, List<String> endings, Opener opener, String... beginnings) {
    this.label = label;
    this.endings = endings;
    this.opener = opener;
    this.beginnings = beginnings;
  }

  /** The compression of a file that begins like this, if it is one that is read. */
  static Optional<Compression> of(byte[] head) {
    int start = afterSkippableFrames(head);
    if (start < 0) {
      return Optional.of(ZSTD);
    }
    return Arrays.stream(values())
        .filter(each -> (start == 0 || each == ZSTD || each == LZ4) && each.begins(head, start))
        .findFirst();
  }

  /** The name without the ending of a compressed file, where it has one. */
  public static Optional<String> withoutEnding(String name) {
    return named(name)
        .flatMap(each -> each.endings.stream().filter(lower(name)::endsWith).findFirst())
        .map(ending -> name.substring(0, name.length() - ending.length()));
  }

  /** The compression that a name speaks of. */
  static Optional<Compression> named(String name) {
    return Arrays.stream(values())
        .filter(each -> each.endings.stream().anyMatch(lower(name)::endsWith))
        .findFirst();
  }

  /** The unpacked bytes; reading them fails where the packed ones aren't whole. */
  InputStream open(InputStream packed) throws IOException {
    return opener.open(packed);
  }

  @Override
  public String toString() {
    return label;
  }

  /**
   * Frames of zstd and lz4 that hold nothing to unpack, such as pzstd begins with. Where they fill
   * the head there is no telling, and -1 is returned.
   */
  static int afterSkippableFrames(byte[] head) {
    int at = 0;
    while (begins(head, at, "_*M\u0018") && (head[at] & 0xf0) == 0x50) {
      if (at + 8 > head.length) {
        return -1;
      }
      long length = 0;
      for (int i = 7; i >= 4; i--) {
        length = length << 8 | (head[at + i] & 0xff);
      }
      if (at + 8 + length >= head.length) {
        return -1;
      }
      at += (int) (8 + length);
    }
    return at;
  }

  private boolean begins(byte[] head, int start) {
    return Arrays.stream(beginnings).anyMatch(beginning -> begins(head, start, beginning));
  }

  static boolean begins(byte[] head, int start, String beginning) {
    if (head.length < start + beginning.length()) {
      return false;
    }
    for (int i = 0; i < beginning.length(); i++) {
      if (beginning.charAt(i) != ANY && beginning.charAt(i) != (head[start + i] & 0xff)) {
        return false;
      }
    }
    return true;
  }

  private static String lower(String name) {
    return name.toLowerCase(Locale.ROOT);
  }
}
