// SPDX-License-Identifier: Apache-2.0
package io.sluice.column;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A column's name, taken for a hint at what is in it. It never decides alone against the values.
 */
public record ColumnName(String text) {
  private static final Set<String> IDS = set("id ids uuid guid key nr no num ref reference");
  private static final List<String> ID_ENDINGS =
      words("nummer number kennung schluessel schlüssel nr");
  private static final Set<String> CODES =
      set(
          "code zip plz postcode postal phone tel telefon telephone mobile mobil handy "
              + "fax iban bic swift account konto ean gtin upc isbn sku ssn vat barcode "
              + "serial blz");
  private static final List<String> CODE_ENDINGS = words("leitzahl code konto");
  private static final Set<String> MONEY =
      set(
          "amount price cost costs total subtotal sum fee tax vat discount revenue "
              + "turnover salary balance payment net gross betrag preis summe umsatz kosten "
              + "netto brutto rabatt gebühr gebuehr steuer mwst saldo montant prix importe "
              + "precio");
  private static final List<String> MONEY_ENDINGS =
      words("betrag preis summe umsatz kosten price amount");
  private static final Set<String> QUANTITIES =
      set("quantity qty count pieces units menge anzahl stück stueck");
  private static final Set<String> PERSONAL =
      set(
          "email mail phone tel telefon telephone mobile mobil handy fax iban ssn "
              + "surname firstname lastname fullname vorname nachname familienname birthday "
              + "birthdate dob geb geburtstag geburtsdatum address adresse anschrift street "
              + "strasse straße passport birth");
  private static final Set<String> PEOPLE =
      set(
          "first last full given family customer user contact person employee patient "
              + "buyer member driver seller kunden kunde käufer verkäufer besteller fahrer "
              + "ansprechpartner");
  private static final List<String> EVENTS =
      words(
          "event occurred ordered order transaction sold sale sales booked booking "
              + "purchase purchased invoice posted posting created measured recorded visited "
              + "bestell bestellt buchung buchungs verkauf verkaufs rechnung rechnungs beleg "
              + "started start timestamp date datum time day tag ts at");
  private static final Set<String> OTHER_TIMES =
      set(
          "updated modified changed deleted birth birthday birthdate dob geb geburtsdatum "
              + "geburtstag due valid expiry expires expiration until end ended shipped "
              + "delivery delivered liefer lieferdatum faellig fällig faelligkeit geburts "
              + "planned loaded exported closed from to registered signup gültig gueltig bis "
              + "von");
  private static final Set<String> TIMES =
      set("time timestamp ts at date datum epoch created updated when day tag dt ymd " + "zeit");

  private static List<String> words(String text) {
    return List.of(text.split(" "));
  }

  private static Set<String> set(String text) {
    return Set.copyOf(words(text));
  }

  /** The words that it is made of, in lower case: {@code customer, id} of {@code CustomerID}. */
  public List<String> words() {
    String spaced =
        text.replaceAll("([\\p{Ll}\\d])(\\p{Lu})", "$1 $2")
            .replaceAll("(\\p{Lu}+)(\\p{Lu}\\p{Ll})", "$1 $2");
    return Stream.of(spaced.split("[^\\p{L}\\p{Nd}]+"))
        .filter(word -> !word.isEmpty())
        .map(word -> word.toLowerCase(Locale.ROOT))
        .toList();
  }

  /** A name for what tells records apart. */
  public boolean isId() {
    return hasLast(IDS) || endsWith(ID_ENDINGS);
  }

  /** A name for digits that nobody computes with. */
  public boolean isCode() {
    return isId() || has(CODES) || endsWith(CODE_ENDINGS);
  }

  /** A name for an amount of money. */
  public boolean isMoney() {
    return (has(MONEY) || endsWith(MONEY_ENDINGS)) && !isId();
  }

  /** A name for a number of things. */
  public boolean isQuantity() {
    return has(QUANTITIES) && !isId();
  }

  /** A name for what is told of a person. */
  public boolean isPersonal() {
    boolean isName = words().contains("name") && words().stream().anyMatch(PEOPLE::contains);
    return has(PERSONAL) || isName;
  }

  /** A name for a person, which may be an id as well. */
  boolean isPerson() {
    List<String> words = words();
    return !words.isEmpty() && PEOPLE.contains(words.get(words.size() - 1));
  }

  /** A name that says that there is a time. */
  public boolean isTime() {
    return has(TIMES) || endsWith(List.of("datum", "zeit", "date", "time"));
  }

  /** A name for a time that isn't that of the event: of an update, an end, a birth. */
  public boolean isOtherTime() {
    return has(OTHER_TIMES);
  }

  /** How well it names the time of an event; smaller is better. */
  public int eventRank() {
    return words().stream().mapToInt(EVENTS::indexOf).filter(i -> i >= 0).min().orElse(99);
  }

  private boolean has(Set<String> names) {
    return words().stream()
        .anyMatch(word -> names.contains(word) || names.contains(word.replaceFirst("\\d+$", "")));
  }

  private boolean hasLast(Set<String> names) {
    List<String> words = words();
    return !words.isEmpty() && names.contains(words.get(words.size() - 1));
  }

  private boolean endsWith(List<String> endings) {
    return words().stream().anyMatch(word -> endings.stream().anyMatch(word::endsWith));
  }
}
