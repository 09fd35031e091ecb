package dev.gatehouse.apigateway;

import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/// Finds what AWS would refuse in a CORS configuration.
record CorsCheck(CorsConfig config, Consumer<String> fault) {
  private static final Pattern ORIGIN =
      Pattern.compile("\\*|https?://\\*|[a-zA-Z][a-zA-Z0-9+.-]*://[A-Za-z0-9.:\\[\\]_-]+");
  private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9!#$%&'*+.^_`|~-]+");
  private static final Duration MAX_AGE = Duration.ofDays(1);

  void run() {
    if (config.allowCredentials() && config.allowOrigins().contains("*")) {
      fault.accept("AllowCredentials is true, so AllowOrigins may not be *");
    }
    check("AllowOrigins", config.allowOrigins(), origin -> ORIGIN.matcher(origin).matches());
    check(
        "AllowMethods",
        config.allowMethods(),
        method -> method.equals("*") || RouteKey.METHODS.contains(method));
    check("AllowHeaders", config.allowHeaders(), name -> TOKEN.matcher(name).matches());
    check("ExposeHeaders", config.exposeHeaders(), name -> TOKEN.matcher(name).matches());
    Duration maxAge = config.maxAge();
    if (maxAge != null
        && (maxAge.compareTo(Duration.ofSeconds(-1)) < 0 || maxAge.compareTo(MAX_AGE) > 0)) {
      fault.accept("MaxAge should be from -1 to 86400 seconds");
    }
  }

  private void check(String property, List<String> values, Predicate<String> ok) {
    values.stream()
        .filter(ok.negate())
        .forEach(value -> fault.accept(property + " may not have `" + value + "`"));
  }
}
