// SPDX-License-Identifier: Apache-2.0
package io.sluice.unpack;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.io.compress.CompressionCodecFactory;
import org.junit.jupiter.api.Test;

class SniffingCodecTest {
  private final SniffingCodec.Endings endings = new SniffingCodec.Endings(new Configuration());

  @Test
  void plain_files_with_plain_names_are_left_to_spark() {
    assertThat(endings.of(new Path("/a/x.csv"), false)).contains("");
    assertThat(endings.of(new Path("/a/x.csv.xz"), false)).contains("");
  }

  @Test
  void a_name_that_hadoop_knows_is_ours_regardless_of_its_content() {
    assertThat(endings.of(new Path("/a/x.csv.gz"), true)).contains(".gz");
    assertThat(endings.of(new Path("/a/x.csv.bz2"), false)).contains(".bz2");
  }

  @Test
  void hadoop_finds_the_codec_by_the_ending() {
    for (String name :
        new String[] {
          "x.csv",
          "x.csv.gz",
          "x.xz",
          "x",
          "xy",
          "zgz",
          "x.2zb",
          "x.tszz",
          "a ${user.name}",
          "x.txt",
          "it"
        }) {
      Path file = new Path("/a/" + name);
      endings
          .of(file, true)
          .ifPresentOrElse(
              ending -> {
                Configuration hadoop = new Configuration();
                SniffingCodec.options(ending).forEach(hadoop::set);
                assertThat(new CompressionCodecFactory(hadoop).getCodec(file))
                    .as(name)
                    .isInstanceOf(SniffingCodec.class);
              },
              () -> assertThat(name).hasSizeLessThan(4));
    }
  }
}
