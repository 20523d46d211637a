// SPDX-License-Identifier: Apache-2.0
package io.sluice.unpack;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.DeflaterOutputStream;
import net.jpountz.lz4.LZ4BlockOutputStream;
import net.jpountz.lz4.LZ4Factory;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.junit.jupiter.api.Test;
import org.xerial.snappy.Snappy;
import org.xerial.snappy.SnappyOutputStream;

class FileKindTest {
  private static final byte[] TEXT =
      "id,amount,day\na,1.50,2026-01-05\n".repeat(40).getBytes(StandardCharsets.UTF_8);

  private interface Packing {
    OutputStream of(OutputStream out) throws IOException;
  }

  @Test
  void tells_what_libraries_write() throws IOException {
    assertThat(kind(packed(DeflaterOutputStream::new))).isEqualTo(FileKind.ZLIB);
    assertThat(kind(packed(LZ4BlockOutputStream::new))).isEqualTo(FileKind.LZ4_BLOCKS);
    assertThat(kind(packed(SnappyOutputStream::new))).isEqualTo(FileKind.SNAPPY_BLOCKS);
    assertThat(kind(hadoop(Snappy.compress(TEXT)))).isEqualTo(FileKind.HADOOP_SNAPPY);
    byte[] lz4 = LZ4Factory.safeInstance().fastCompressor().compress(TEXT);
    assertThat(kind(hadoop(lz4))).isEqualTo(FileKind.HADOOP_LZ4);
    assertThat(kind(tarball())).isEqualTo(FileKind.TAR);
  }

  @Test
  void tells_formats_by_their_beginnings() {
    assertThat(kind("7z\u00bc\u00af'\u001c")).isEqualTo(FileKind.SEVEN_ZIP);
    assertThat(kind("Rar!\u001a\u0007\u0001\u0000")).isEqualTo(FileKind.RAR);
    assertThat(kind("\u001f\u009d\u0090i")).isEqualTo(FileKind.COMPRESS);
    assertThat(kind("\u0089LZO\u0000\r\n\u001a\n")).isEqualTo(FileKind.LZOP);
    assertThat(kind("]\u0000\u0000\u0080\u0000\u00ff\u00ff\u00ff")).isEqualTo(FileKind.LZMA);
    assertThat(kind("%PDF-1.7")).isEqualTo(FileKind.PDF);
    assertThat(kind("Obj\u0001")).isEqualTo(FileKind.AVRO);
    assertThat(kind("ORC\b")).isEqualTo(FileKind.ORC);
    assertThat(kind("\u0089PNG\r\n")).isEqualTo(FileKind.IMAGE);
  }

  @Test
  void text_is_of_no_kind() {
    for (String text :
        new String[] {
          "",
          "id,n\n",
          "x^2,y\n" + "1,2\n".repeat(300),
          "x\u00da,y\n" + "1,2\n".repeat(300),
          "LZ4,PK\n",
          "\u0000i\u0000d\u0000,\u0000n\u0000\n\u00001",
          "\u0000\n\u0000\n\u0000\n\u0000\n\u0000i\u0000d"
        }) {
      assertThat(FileKind.of(head(text.getBytes(StandardCharsets.ISO_8859_1)))).as(text).isEmpty();
    }
  }

  @Test
  void a_name_helps_where_bytes_say_nothing() {
    assertThat(FileKind.byName("a.csv.BR", "CSV"))
        .contains(
            "not_csv: it is no text, and by its name brotli; unpack it, or pack it with gzip, and"
                + " land it again");
    assertThat(FileKind.byName("a.csv", "CSV")).isEmpty();
  }

  private static byte[] packed(Packing packing) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream out = packing.of(bytes)) {
      out.write(TEXT);
    }
    return bytes.toByteArray();
  }

  private static byte[] hadoop(byte[] block) {
    return java.nio.ByteBuffer.allocate(8 + block.length)
        .putInt(TEXT.length)
        .putInt(block.length)
        .put(block)
        .array();
  }

  private static byte[] tarball() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes)) {
      TarArchiveEntry entry = new TarArchiveEntry("a.csv");
      entry.setSize(TEXT.length);
      tar.putArchiveEntry(entry);
      tar.write(TEXT);
      tar.closeArchiveEntry();
    }
    return bytes.toByteArray();
  }

  private static FileKind kind(String beginning) {
    return kind(beginning.getBytes(StandardCharsets.ISO_8859_1));
  }

  private static FileKind kind(byte[] file) {
    return FileKind.of(head(file)).orElseThrow();
  }

  private static byte[] head(byte[] file) {
    return Arrays.copyOf(file, Math.min(file.length, FileKind.HEAD));
  }
}
