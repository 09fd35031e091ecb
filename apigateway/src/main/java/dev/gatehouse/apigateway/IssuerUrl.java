package dev.gatehouse.apigateway;

import java.net.URI;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/// Addresses that keys may be fetched from: https anywhere, http on this machine only.
record IssuerUrl(URI uri) {
  private static final Pattern IPV4_LOOPBACK = Pattern.compile("127(\\.[0-9]{1,3}){3}");

  /// Empty when nobody should fetch keys from there.
  static Optional<IssuerUrl> parse(String text) {
    URI uri;
    try {
      uri = URI.create(text);
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
    var url = new IssuerUrl(uri);
    boolean plain = uri.getHost() != null && uri.getUserInfo() == null && uri.getFragment() == null;
    return plain
            && (url.scheme().equals("https") || (url.scheme().equals("http") && url.loopback()))
        ? Optional.of(url)
        : Optional.empty();
  }

  static boolean trustworthy(String issuer) {
    return parse(issuer).filter(url -> url.uri().getQuery() == null).isPresent();
  }

  /// A provider elsewhere may not send us to an address of this machine.
  boolean mayReferTo(IssuerUrl other) {
    return loopback() || !other.loopback();
  }

  private String scheme() {
    return uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
  }

  private boolean loopback() {
    String host = uri.getHost().toLowerCase(Locale.ROOT);
    return host.equals("localhost")
        || host.endsWith(".localhost")
        || host.equals("[::1]")
        || IPV4_LOOPBACK.matcher(host).matches();
  }
}
