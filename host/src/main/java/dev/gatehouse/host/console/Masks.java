package dev.gatehouse.host.console;

import dev.gatehouse.aws.AccessKey;
import dev.gatehouse.aws.Json;
import dev.gatehouse.aws.Secret;
import dev.gatehouse.http.HttpHeader;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/// Hides secrets in whatever is shown of requests, events, answers and logs: values of members,
/// fields, headers and parameters that are called like secrets, everything that looks like a JWT,
/// and the stack's own secrets wherever they stand. Also hides what only confuses readers: control
/// and format characters.
final class Masks {
  static final String HIDDEN = "•••";

  private static final String SECRET_WORDS =
      "authorization|cookie|secret|token|passw(?:or)?d|credential|signature|api[-_]?key|assertion"
          + "|code_verifier|private[-_]?key|aws_";

  private static final Pattern SECRET_NAME =
      Pattern.compile(SECRET_WORDS, Pattern.CASE_INSENSITIVE);

  /// Too short to be looked for within other names: an authorization code, and what stands for a
  /// user between two steps of a sign-in.
  private static final Set<String> SECRET_NAMES = Set.of("code", "session");

  /// Called like secrets, and none.
  private static final Pattern HARMLESS_NAME =
      Pattern.compile("token_(?:type|use)|signedheaders", Pattern.CASE_INSENSITIVE);

  // In texts that are neither JSON nor a form, or that were cut short. Guests choose them: every
  // pattern here takes a time that grows no faster than the text.

  private static final Pattern JSON_MEMBER =
      Pattern.compile("\"(?<name>[\\w.-]++)\\\\*+\"\\s*+:\\s*+\\\\*+\"(?<value>[^\"\\\\]*+)");

  private static final Pattern ELEMENT = Pattern.compile("<(?<name>[\\w.-]++)>(?<value>[^<]*+)");

  private static final Pattern ASSIGNMENT =
      Pattern.compile("(?<![\\w.-])(?<name>[\\w.-]++)(?:=|%3D)(?<value>[^&\\s\"'<>,;]++)");

  private static final Pattern CREDENTIALS =
      Pattern.compile("\\b(Bearer|Basic)(\\s++)[A-Za-z0-9+/=._~-]{8,}+", Pattern.CASE_INSENSITIVE);

  private static final Pattern HEADER =
      Pattern.compile(
          "\\b((?:authorization|(?:set-)?cookie|x-amz-security-token|x-api-key):\\s*)\\S.*",
          Pattern.CASE_INSENSITIVE);

  private static final Pattern SCHEME = Pattern.compile("(?i)(Bearer|Basic|AWS4-HMAC-SHA256) .*");

  private final List<String> literals;

  /// @param secrets the stack's own
  Masks(List<Secret> secrets) {
    this.literals =
        secrets.stream()
            .map(Secret::reveal)
            .filter(secret -> secret.length() >= 8)
            .flatMap(secret -> Stream.of(secret, URLEncoder.encode(secret, StandardCharsets.UTF_8)))
            .distinct()
            .toList();
  }

  /// With the secrets of a session too.
  Masks and(Optional<AccessKey> key) {
    var more = new ArrayList<>(literals.stream().map(Secret::new).toList());
    key.ifPresent(held -> {
      more.add(held.secret());
      if (held.session() != null) {
        more.add(held.session().token());
      }
    });
    return new Masks(more);
  }

  String header(HttpHeader line) {
    if (!secret(line.name())) {
      return text(line.value());
    }
    var scheme = SCHEME.matcher(line.value());
    return scheme.matches() ? scheme.group(1) + " " + HIDDEN : HIDDEN;
  }

  /// A raw query.
  String query(String query) {
    return legible(withoutLiterals(form(query)));
  }

  /// JSON is laid out over lines.
  String body(Excerpt body) {
    String text = body.kept().text();
    if (body.cut()) {
      return plain(text) + "\n… " + body.length() + " bytes in all";
    }
    Optional<JsonNode> json = json(text);
    return json.isPresent()
        ? legible(
            withoutLiterals(
                Json.STRICT
                    .writerWithDefaultPrettyPrinter()
                    .writeValueAsString(masked(json.get()))))
        : text(text);
  }

  /// One line or many, JSON as it is.
  String text(String text) {
    return json(text)
        .map(json -> legible(withoutLiterals(masked(json).toString())))
        .orElseGet(() -> isForm(text) ? legible(withoutLiterals(form(text))) : plain(text));
  }

  private String plain(String text) {
    String shown = CREDENTIALS.matcher(text).replaceAll("$1$2" + HIDDEN);
    shown = HEADER.matcher(shown).replaceAll("$1" + HIDDEN);
    shown = withoutValues(JSON_MEMBER, shown);
    shown = withoutValues(ELEMENT, shown);
    shown = withoutValues(ASSIGNMENT, shown);
    return legible(withoutLiterals(shown));
  }

  private static String withoutValues(Pattern pattern, String text) {
    return pattern
        .matcher(text)
        .replaceAll(found -> {
          String whole = found.group();
          String shown =
              secret(found.group("name"))
                  ? whole.substring(0, whole.length() - found.group("value").length()) + HIDDEN
                  : whole;
          return Matcher.quoteReplacement(shown);
        });
  }

  /// Words of our own, a reason's say: they quote guests, and tell no secrets but by accident.
  String sentence(String words) {
    return legible(withoutLiterals(words));
  }

  private String withoutLiterals(String text) {
    String shown = TokenId.JWT.matcher(text).replaceAll(HIDDEN);
    for (String literal : literals) {
      shown = shown.replace(literal, HIDDEN);
    }
    return shown;
  }

  private JsonNode masked(JsonNode node) {
    return switch (node) {
      case ObjectNode object -> {
        boolean encoded = object.path("isBase64Encoded").asBoolean(false);
        var shown = Json.STRICT.createObjectNode();
        object.forEachEntry(
            (name, value) -> shown.set(name, member(name, value, encoded && name.equals("body"))));
        yield shown;
      }
      case ArrayNode array -> {
        var shown = Json.STRICT.createArrayNode();
        array.forEach(each -> shown.add(masked(each)));
        yield shown;
      }
      case StringNode string -> StringNode.valueOf(text(string.stringValue()));
      default -> node;
    };
  }

  private JsonNode member(String name, JsonNode value, boolean encoded) {
    if (encoded) {
      return StringNode.valueOf("(base64, " + value.asString("").length() + " characters)");
    }
    boolean hidden = secret(name) && !value.isNull() && !value.isBoolean();
    return hidden ? StringNode.valueOf(HIDDEN) : masked(value);
  }

  private static boolean secret(String name) {
    return (SECRET_NAME.matcher(name).find()
            || SECRET_NAMES.contains(name.toLowerCase(Locale.ROOT)))
        && !HARMLESS_NAME.matcher(name).matches();
  }

  private static Optional<JsonNode> json(String text) {
    String stripped = text.strip();
    if (!stripped.startsWith("{") && !stripped.startsWith("[")) {
      return Optional.empty();
    }
    try {
      return Optional.of(Json.STRICT.readTree(stripped));
    } catch (JacksonException notJson) {
      return Optional.empty();
    }
  }

  private static boolean isForm(String text) {
    return text.matches("[^\\s=&]+=[^\\s]*");
  }

  private static String form(String form) {
    return Stream.of(form.split("&", -1)).map(Masks::field).collect(Collectors.joining("&"));
  }

  private static String field(String field) {
    int equals = field.indexOf('=');
    return equals > 0 && secret(decoded(field.substring(0, equals)))
        ? field.substring(0, equals + 1) + HIDDEN
        : field;
  }

  private static String decoded(String name) {
    try {
      return URLDecoder.decode(name, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException malformed) {
      return name;
    }
  }

  /// Guests choose what is shown; what it says must be what the eye sees.
  static String legible(String text) {
    return text.codePoints()
        .filter(c -> c != '\r')
        .map(c -> c == '\n' || c == '\t' || !unseen(c) ? c : '\uFFFD')
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }

  private static boolean unseen(int c) {
    return Character.isISOControl(c) || Character.getType(c) == Character.FORMAT;
  }
}
