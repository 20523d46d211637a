// SPDX-License-Identifier: Apache-2.0
package io.sluice.unpack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.luben.zstd.ZstdOutputStream;
import io.sluice.testing.Gzip;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import net.jpountz.lz4.LZ4FrameOutputStream;
import net.jpountz.lz4.LZ4FrameOutputStream.BLOCKSIZE;
import net.jpountz.lz4.LZ4FrameOutputStream.FLG.Bits;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorOutputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.xerial.snappy.SnappyFramedOutputStream;

/** Files of gzip, bzip2, xz, zstd, pzstd, lz4 and zip themselves, and of the libraries. */
class UnpackedTest {
  private static final String TWO_ROWS =
      "id,amount,day\n%1$s-1,1.50,2026-01-05\n%1$s-2,2.50,2026-01-06\n";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "gziped.csv.gz",
        "bzip2.csv.bz2",
        "two.csv.bz2",
        "zstd.csv.zst",
        "pzstd.csv.zst",
        "lz4.csv.lz4",
        "linked.csv.lz4",
        "xz.csv.xz",
        "twoxz.csv.xz",
        "zip.csv.zip",
        "zipfolder.csv.zip",
        "zipstream.csv.zip"
      })
  void unpacks_what_other_programs_packed(String file) throws IOException {
    byte[] packed = resource(file);
    String name = file.substring(0, file.indexOf('.'));

    assertThat(text(packed)).isEqualTo(TWO_ROWS.formatted(name));
    if (!name.startsWith("two")) { // of two streams the first may be a file of its own
      assertNoPartPassesForTheWhole(packed, TWO_ROWS.formatted(name));
    }
  }

  @ParameterizedTest
  @EnumSource
  void unpacks_large_files(Compression compression) throws IOException {
    String text = randomText(600_000);
    byte[] packed = pack(compression, text);

    assertThat(Compression.of(Arrays.copyOf(packed, FileKind.HEAD))).contains(compression);
    assertThat(text(packed)).isEqualTo(text);
    for (int cut : new int[] {1, 20, packed.length / 3, packed.length / 2}) {
      assertThatThrownBy(() -> text(Arrays.copyOf(packed, packed.length - cut)))
          .as("without its last %d bytes", cut)
          .isInstanceOf(IOException.class);
    }
    byte[] corrupt = packed.clone();
    corrupt[packed.length / 2] ^= 0x10;
    assertThatThrownBy(() -> text(corrupt)).isInstanceOf(IOException.class);
  }

  @ParameterizedTest
  @EnumSource
  void nothing_may_follow_the_end(Compression compression) throws IOException {
    byte[] packed = pack(compression, "id\n1\n");

    for (String more : List.of("x", "other bytes", "\0\0\0x")) {
      assertThatThrownBy(() -> text(joined(packed, bytes(more)))).isInstanceOf(IOException.class);
    }
  }

  @ParameterizedTest
  @EnumSource
  void an_archive_of_an_empty_file_is_empty(Compression compression) throws IOException {
    assertThat(text(pack(compression, ""))).isEmpty();
  }

  @Test
  void gzip_may_be_padded_with_zeros() throws IOException {
    byte[] two = joined(Gzip.of("id\n1\n"), Gzip.of("2\n"));

    assertThat(text(two)).isEqualTo("id\n1\n2\n");
    assertThat(text(Arrays.copyOf(two, two.length + 100_000))).isEqualTo("id\n1\n2\n");
  }

  @Test
  void members_of_gzip_may_be_many() throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 5_000; i++) {
      packed.write(Gzip.of(i + "\n"));
      text.append(i).append('\n');
    }

    assertThat(text(packed.toByteArray())).isEqualTo(text.toString());
  }

  @Test
  void frames_of_zstd_may_be_many() throws IOException {
    byte[] first = pack(Compression.ZSTD, randomText(100_000));
    byte[] second = pack(Compression.ZSTD, "\n" + "x".repeat(300_000));
    byte[] both = joined(first, joined(resource("pzstd.csv.zst"), second));

    assertThat(text(both))
        .isEqualTo(randomText(100_000) + TWO_ROWS.formatted("pzstd") + "\n" + "x".repeat(300_000));
    for (int cut = 1; cut < second.length; cut++) {
      byte[] part = Arrays.copyOf(both, both.length - cut);
      assertThatThrownBy(() -> text(part))
          .as("without %d bytes", cut)
          .isInstanceOf(IOException.class);
    }
  }

  @Test
  void text_stays_as_it_is() throws IOException {
    for (String text : List.of("", "i", "id,n\n1,2\n", "BZh9,x\n", "(a\n", "x^2,y\n".repeat(200))) {
      assertThat(text(bytes(text))).isEqualTo(text);
    }
  }

  @Test
  void a_zip_archive_holds_one_file() throws IOException {
    assertThatThrownBy(() -> text(zip("a.csv", "id\n1\n", "b.csv", "id\n2\n")))
        .hasStackTraceContaining("broken_archive: it is a zip archive with several files; ");
    assertThatThrownBy(() -> text(zip("[Content_Types].xml", "<x/>", "xl/a.xml", "<x/>")))
        .hasStackTraceContaining("an Excel workbook or another office document");
    assertThatThrownBy(() -> text(zip("folder/", "")))
        .hasStackTraceContaining("broken_archive: it is a zip archive with no file in it");
    assertThat(text(zip("in/", "", "in/a.csv", "id\n1\n"))).isEqualTo("id\n1\n");
  }

  @Test
  void aZipArchiveIsReadNoFurtherThanItSays() throws IOException {
    byte[] lying = resource("zip.csv.zip");
    lying[22] = 3; // the lowest byte of its unpacked size

    assertThatThrownBy(() -> text(lying))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("it is larger than it says");
  }

  /** Snappy alone can be cut between its chunks without a trace. */
  private static void assertNoPartPassesForTheWhole(byte[] packed, String whole) {
    for (int length = 1; length < packed.length; length++) {
      byte[] part = Arrays.copyOf(packed, length);
      assertThatThrownBy(
              () -> {
                // What has lost its beginning is no archive any more, and passes for itself.
                assertThat(text(part))
                    .isNotEqualTo(whole)
                    .isEqualTo(new String(part, StandardCharsets.ISO_8859_1));
                throw new IOException("passes for itself");
              })
          .as("the first %d of %d bytes", length, packed.length)
          .isInstanceOf(IOException.class);
    }
  }

  private static byte[] pack(Compression compression, String text) throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (OutputStream out =
        switch (compression) {
          case GZIP -> new java.util.zip.GZIPOutputStream(packed);
          case BZIP2 -> new BZip2CompressorOutputStream(packed, 1);
          case ZSTD -> new ZstdOutputStream(packed).setChecksum(true);
          case LZ4 ->
              new LZ4FrameOutputStream(
                  packed, BLOCKSIZE.SIZE_64KB, Bits.BLOCK_INDEPENDENCE, Bits.CONTENT_CHECKSUM);
          case SNAPPY -> new SnappyFramedOutputStream(packed);
          case XZ -> new XZCompressorOutputStream(packed);
          case ZIP -> zipped(packed);
        }) {
      out.write(bytes(text));
    }
    return packed.toByteArray();
  }

  private static ZipOutputStream zipped(OutputStream out) throws IOException {
    ZipOutputStream zip = new ZipOutputStream(out);
    zip.putNextEntry(new ZipEntry("a.csv"));
    return zip;
  }

  private static byte[] zip(String... namesAndTexts) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      for (int i = 0; i < namesAndTexts.length; i += 2) {
        zip.putNextEntry(new ZipEntry(namesAndTexts[i]));
        zip.write(bytes(namesAndTexts[i + 1]));
        zip.closeEntry();
      }
    }
    return bytes.toByteArray();
  }

  private static String text(byte[] file) throws IOException {
    try (InputStream in = Unpacked.of(new ByteArrayInputStream(file))) {
      return new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
    }
  }

  private static String randomText(int lines) {
    Random random = new Random(7);
    return Stream.generate(() -> random.nextInt(1_000) + "," + random.nextInt(10))
        .limit(lines)
        .collect(java.util.stream.Collectors.joining("\n"));
  }

  private static byte[] resource(String name) throws IOException {
    try (InputStream in = UnpackedTest.class.getResourceAsStream("/inputs/files/" + name)) {
      return in.readAllBytes();
    }
  }

  private static byte[] joined(byte[] first, byte[] second) {
    byte[] both = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, both, first.length, second.length);
    return both;
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }
}
