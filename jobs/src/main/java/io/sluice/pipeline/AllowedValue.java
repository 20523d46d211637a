// SPDX-License-Identifier: Apache-2.0
package io.sluice.pipeline;

import io.sluice.text.Durations;
import io.sluice.text.FilePattern;
import io.sluice.text.Suggestions;
import java.nio.charset.Charset;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Values that a key or directive takes: their reader, and their description for messages.
 *
 * @param reading the value, or empty where it is not allowed
 * @param objection what to say after a value that is not allowed, such as what may have been meant;
 *     often nothing, since the description says all
 */
record AllowedValue<T>(
    String description, Function<Scalar, Optional<T>> reading, Function<String, String> objection) {
  private static final Pattern NUMBER =
      Pattern.compile("(\\d+(\\.\\d*)?|\\.\\d+)(e-?\\d+)?", Pattern.CASE_INSENSITIVE);

  private static final Pattern COLUMN = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

  static final AllowedValue<String> ANY_TEXT =
      new AllowedValue<>("a text, in quotes where it looks like something else", Scalar::text);

  static final AllowedValue<String> TEXT =
      text("a text that is not blank", text -> !text.isBlank());

  static final AllowedValue<String> RELATION =
      text(
          Relations.NAME_ALLOWED + ", except " + String.join(", ", Relations.RESERVED),
          name -> Relations.isName(name) && !Relations.RESERVED.contains(name));

  static final AllowedValue<String> FILE_PATTERN =
      text(
          "a pattern for file names such as *.csv, or **/*.csv for those in subfolders too, none of"
              + " which begin with . or _ or end as uploads under way do, such as .tmp",
          FilePattern::isAllowed);

  static final AllowedValue<Character> CHARACTER =
      new AllowedValue<>(
          "one character, not a line break",
          scalar -> scalar.text().filter(text -> text.matches("[^\\r\\n]")).map(c -> c.charAt(0)));

  static final AllowedValue<Boolean> FLAG =
      new AllowedValue<>(
          "true or false",
          scalar ->
              scalar.literal().filter(List.of("true", "false")::contains).map("true"::equals));

  static final AllowedValue<Integer> POSITIVE_NUMBER =
      new AllowedValue<>(
          "a whole number from 1 to " + Integer.MAX_VALUE,
          scalar ->
              wholeNumber(scalar)
                  .filter(number -> number >= 1 && number <= Integer.MAX_VALUE)
                  .map(Long::intValue));

  static final AllowedValue<Long> COUNT =
      new AllowedValue<>("a whole number from 0", AllowedValue::wholeNumber);

  static final AllowedValue<Double> RATIO =
      new AllowedValue<>(
          "a number from 0 to 1",
          scalar ->
              scalar
                  .literal()
                  .filter(text -> NUMBER.matcher(text).matches())
                  .map(Double::parseDouble)
                  .filter(ratio -> ratio <= 1));

  static final AllowedValue<Duration> DURATION =
      new AllowedValue<>(
          Durations.ALLOWED, scalar -> accepted(() -> Durations.parse(scalar.value())));

  static final AllowedValue<Streaming.Watermark> WATERMARK =
      new AllowedValue<>(
          "a column and a duration, such as occurred_at 10 minutes",
          scalar -> accepted(() -> watermark(scalar.value())));

  static final AllowedValue<List<String>> COLUMNS =
      new AllowedValue<>(
          "names of columns, each once, with commas between them",
          scalar ->
              Optional.of(List.of(scalar.value().split(",", -1)))
                  .map(names -> names.stream().map(String::strip).toList())
                  .filter(names -> names.stream().allMatch(COLUMN.asMatchPredicate()))
                  .filter(names -> names.size() == Set.copyOf(names).size()));

  static final AllowedValue<Charset> ENCODING =
      new AllowedValue<>(
          "a character set that Java knows and that ASCII is a part of, such as UTF-8",
          scalar ->
              scalar
                  .text()
                  .flatMap(text -> accepted(() -> Charset.forName(text)))
                  .filter(AllowedValue::writesLineEndsAsAscii));

  AllowedValue(String description, Function<Scalar, Optional<T>> reading) {
    this(description, reading, value -> "");
  }

  /** A text of which the condition holds. */
  static AllowedValue<String> text(String description, Predicate<String> isAllowed) {
    return new AllowedValue<>(description, scalar -> scalar.text().filter(isAllowed));
  }

  /** One of the constants, in lower case. */
  static <E extends Enum<E>> AllowedValue<E> oneOf(Class<E> choices) {
    return oneOf(Arrays.asList(choices.getEnumConstants()));
  }

  /** One of the values, by its text in lower case. */
  static <E> AllowedValue<E> oneOf(Collection<E> choices) {
    return new AllowedValue<>(
        choices.stream().map(AllowedValue::label).collect(Collectors.joining(", ")),
        scalar -> choices.stream().filter(e -> label(e).equals(scalar.value())).findFirst(),
        meant(choices.stream().map(AllowedValue::label).toList()));
  }

  /** One of the names, as they are written. */
  static AllowedValue<String> name(String description, List<String> names) {
    return new AllowedValue<>(
        description + String.join(", ", names),
        scalar -> scalar.text().filter(names::contains),
        meant(names));
  }

  /** The same, with something that a reader of the message should know. */
  AllowedValue<T> noting(String note) {
    return new AllowedValue<>(description + " (" + note + ")", reading, objection);
  }

  /** The same, with something to say about each value that is not allowed. */
  AllowedValue<T> objecting(Function<String, String> what) {
    return new AllowedValue<>(description, reading, what);
  }

  /** Text such as " (did you mean 'full'?)" where one of the choices is near, else empty. */
  private static Function<String, String> meant(List<String> choices) {
    return value -> Suggestions.didYouMean(value, choices);
  }

  Optional<T> read(Scalar scalar) {
    return reading.apply(scalar);
  }

  private static Streaming.Watermark watermark(String text) {
    String[] parts = text.strip().split("\\s+", 2);
    if (parts.length < 2 || !COLUMN.matcher(parts[0]).matches()) {
      throw new IllegalArgumentException(text);
    }
    return new Streaming.Watermark(parts[0], Durations.parse(parts[1]));
  }

  private static Optional<Long> wholeNumber(Scalar scalar) {
    return scalar.literal().filter(text -> text.matches("\\d{1,18}")).map(Long::parseLong);
  }

  private static String label(Object choice) {
    return choice.toString().toLowerCase(Locale.ROOT);
  }

  /** Result of a parser, empty where it refuses by an IllegalArgumentException. */
  private static <T> Optional<T> accepted(Supplier<T> parsing) {
    try {
      return Optional.of(parsing.get());
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** Lines are told apart before they are decoded. */
  private static boolean writesLineEndsAsAscii(Charset encoding) {
    return encoding.canEncode() && Arrays.equals("\n".getBytes(encoding), new byte[] {'\n'});
  }
}
