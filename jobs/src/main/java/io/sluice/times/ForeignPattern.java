// SPDX-License-Identifier: Apache-2.0
package io.sluice.times;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Time patterns of languages whose signs are others altogether, and what they are in Java. */
enum ForeignPattern {
  STRFTIME(
      "has signs of strftime or MySQL",
      Pattern.compile("%[-#0-9]*([A-Za-z%])"),
      Pattern.compile(".*%[-#0-9]*[A-Za-z].*")) {
    @Override
    String sign(Matcher sign, String whole) {
      boolean isMySql = whole.matches(".*%[ic].*") || !whole.matches(".*%[HhIklTRr].*");
      String letter = sign.group(1);
      if (isMySql && MYSQL.containsKey(letter)) {
        return MYSQL.get(letter);
      }
      String java = C.get(letter);
      boolean isBare = sign.group().contains("-") || sign.group().contains("#");
      return isBare && java != null && java.length() == 2 ? java.substring(1) : java;
    }
  },
  SQL(
      "has signs of Oracle or PostgreSQL",
      Pattern.compile(
          "YYYY|RRRR|YY|RR|MONTH|MON|MM|MI|DDD|DD|DAY|DY|HH24|HH12|HH|SS|FF[1-9]|FF|MS|US"
              + "|AM|PM|TZH:TZM|TZR|IYYY|IW|\"[^\"]*\"|FM|FX",
          Pattern.CASE_INSENSITIVE),
      Pattern.compile(
          ".*(HH24|HH12|(?<![a-z])MI(?![a-z])|MON|RR|DY|TZH|FF[1-9]).*",
          Pattern.CASE_INSENSITIVE)) {
    @Override
    String sign(Matcher sign, String whole) {
      String text = sign.group();
      if (text.startsWith("\"")) {
        return "'" + text.substring(1, text.length() - 1) + "'";
      }
      String java = ORACLE.get(text.toUpperCase(Locale.ROOT));
      boolean isHalfDay = whole.toUpperCase(Locale.ROOT).matches(".*[AP]M.*");
      return java.equals("hh") && !isHalfDay ? "HH" : java;
    }
  },
  PHP(
      "has single letters, as those of PHP",
      Pattern.compile("[A-Za-z]"),
      Pattern.compile("(?=.*Y)(?=.*[dj])(?=.*[mnF])(?!.*([A-Za-z])\\1).*")) {
    @Override
    String sign(Matcher sign, String whole) {
      return PHP_LETTERS.get(sign.group());
    }
  };

  private static final Map<String, String> C =
      map(
          "Y yyyy,y yy,m MM,d dd,e d,H HH,I hh,k H,l h,M mm,S ss,f SSSSSS,p a,b MMM,h MMM,B MMMM,"
              + "a EEE,A EEEE,j DDD,z xx,Z XXX,T HH:mm:ss,R HH:mm,D MM/dd/yy,F yyyy-MM-dd,"
              + "G YYYY,V ww,u e,L SSS,N SSSSSSSSS,s ss,i mm,% %");
  private static final Map<String, String> MYSQL =
      map("M MMMM,c M,Y yyyy,s ss,S ss,h hh,W EEEE,D d,e d,r hh:mm:ss a");
  private static final Map<String, String> ORACLE =
      map(
          "YYYY yyyy,RRRR yyyy,YY yy,RR yy,MONTH MMMM,MON MMM,MM MM,MI mm,DDD DDD,DD dd,DAY EEEE,"
              + "DY EEE,HH24 HH,HH12 hh,HH hh,SS ss,FF SSSSSS,FF1 S,FF2 SS,FF3 SSS,FF4 SSSS,"
              + "FF5 SSSSS,FF6 SSSSSS,FF7 SSSSSSS,FF8 SSSSSSSS,FF9 SSSSSSSSS,MS SSS,US SSSSSS,"
              + "AM a,PM a,TZH:TZM XXX,TZR VV,IYYY YYYY,IW ww,FM ,FX ");
  private static final Map<String, String> PHP_LETTERS =
      map(
          "Y yyyy,y yy,m MM,n M,M MMM,F MMMM,d dd,j d,D EEE,l EEEE,H HH,G H,h hh,g h,i mm,s ss,"
              + "v SSS,u SSSSSS,A a,a a,P XXX,p XXX,O xx,e VV,T 'T',z D");

  private final String description;
  private final Pattern signs;
  private final Pattern looks;

  ForeignPattern(String description, Pattern signs, Pattern looks) {
    this.description = description;
    this.signs = signs;
    this.looks = looks;
  }

  /** The end of "a pattern, which …". */
  String description() {
    return description;
  }

  boolean isLike(String pattern) {
    return looks.matcher(pattern).matches();
  }

  /** The same in Java, as far as it can be told. */
  String inJava(String pattern) {
    UnaryOperator<String> quoted = rest -> rest.replaceAll("[A-Za-z]+", "'$0'");
    StringBuilder java = new StringBuilder();
    Matcher sign = signs.matcher(pattern);
    int end = 0;
    while (sign.find()) {
      java.append(quoted.apply(pattern.substring(end, sign.start())));
      String written = sign(sign, pattern);
      java.append(written == null ? sign.group() : written);
      end = sign.end();
    }
    return java.append(quoted.apply(pattern.substring(end))).toString().strip();
  }

  /** What Java has for a sign; null where it has nothing. */
  abstract String sign(Matcher sign, String whole);

  private static Map<String, String> map(String pairs) {
    return Arrays.stream(pairs.split(",", -1))
        .map(pair -> pair.split(" ", 2))
        .collect(
            Collectors.toMap(
                pair -> pair[0], pair -> pair[1], (first, second) -> first, LinkedHashMap::new));
  }

  /** The one that a pattern looks like. */
  static Optional<ForeignPattern> of(String pattern) {
    return Arrays.stream(values()).filter(f -> f.isLike(pattern)).findFirst();
  }
}
