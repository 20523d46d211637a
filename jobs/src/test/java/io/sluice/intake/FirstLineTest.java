package io.sluice.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FirstLineTest {
  @TempDir private Path folder;

  @Test
  void endsWithAnyLineEnd() throws IOException {
    assertThat(read("id,n\na,1\n")).isEqualTo("id,n");
    assertThat(read("id,n\r\na,1\r\n")).isEqualTo("id,n");
    assertThat(read("id,n\ra,1\r")).isEqualTo("id,n");
    assertThat(read("id,n")).isEqualTo("id,n");
  }

  @Test
  void passesOverBlankLines() throws IOException {
    assertThat(read("\r\n \t\n\n id,n \n")).isEqualTo(" id,n ");
    assertThat(read("")).isEmpty();
    assertThat(read("\n \r\n\t")).isEmpty();
  }

  @Test
  void dropsAByteOrderMark() throws IOException {
    assertThat(read("\ufeffid,n\n")).isEqualTo("id,n");
  }

  @Test
  void decodesStrictly() throws IOException {
    assertThat(read("größe,n\n".getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.ISO_8859_1))
        .isEqualTo("größe,n");
    byte[] latin = "größe,n\n".getBytes(StandardCharsets.ISO_8859_1);
    assertThatThrownBy(() -> read(latin, StandardCharsets.UTF_8))
        .isInstanceOf(CharacterCodingException.class);
    byte[] wide = "id,n\n".getBytes(StandardCharsets.UTF_16LE);
    assertThatThrownBy(() -> read(wide, StandardCharsets.UTF_8))
        .isInstanceOf(CharacterCodingException.class);
  }

  @Test
  void decompresses() throws IOException {
    Path file = folder.resolve("a.csv.gz");
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
      out.write("id,n\na,1\n".getBytes(StandardCharsets.UTF_8));
    }

    assertThat(read(file, StandardCharsets.UTF_8)).isEqualTo("id,n");
  }

  @Test
  void aBrokenArchiveCannotBeRead() throws IOException {
    Path file = Files.writeString(folder.resolve("a.csv.gz"), "id,n\na,1\n");

    assertThatThrownBy(() -> read(file, StandardCharsets.UTF_8)).isInstanceOf(IOException.class);
  }

  @Test
  void takesAMegabyteAtMost() throws IOException {
    assertThat(read("x".repeat(3 << 20))).hasSize(1 << 20);
  }

  private String read(String text) throws IOException {
    return read(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
  }

  private String read(byte[] bytes, Charset encoding) throws IOException {
    return read(Files.write(folder.resolve("a.csv"), bytes), encoding);
  }

  private static String read(Path file, Charset encoding) throws IOException {
    return new FirstLine(new Configuration(), encoding)
        .read(new org.apache.hadoop.fs.Path(file.toUri()));
  }
}
