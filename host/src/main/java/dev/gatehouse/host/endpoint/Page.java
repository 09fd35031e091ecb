package dev.gatehouse.host.endpoint;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// One page of a list that stays as it is while the process runs.
///
/// @param next what the caller hands in for the next page; null on the last
record Page<T>(List<T> items, @Nullable String next) {
  /// @param list what is listed: a token of another list is a bad one
  /// @param token from the page before
  static <T> Page<T> of(
      List<T> all, String list, int size, Optional<String> token, Supplier<AwsError> badToken) {
    int from = token.isPresent() ? position(token.get(), list, all.size(), badToken) : 0;
    int to = Math.min(all.size(), from + size);
    return new Page<>(all.subList(from, to), to < all.size() ? token(list + " " + to) : null);
  }

  /// A page of a list that may change between two pages: the next begins after the last key of this
  /// one.
  ///
  /// @param sorted by key
  static <T> Page<T> after(
      List<T> sorted,
      Function<T, String> key,
      String list,
      int size,
      Optional<String> token,
      Supplier<AwsError> badToken) {
    return after(
        sorted, key, list, rest -> rest.subList(0, Math.min(size, rest.size())), token, badToken);
  }

  /// As the other, with pages of what fits.
  ///
  /// @param fitting the first of those that are left, one at least
  static <T> Page<T> after(
      List<T> sorted,
      Function<T, String> key,
      String list,
      UnaryOperator<List<T>> fitting,
      Optional<String> token,
      Supplier<AwsError> badToken) {
    String last = token.map(text -> lastKey(text, list, badToken)).orElse("");
    List<T> rest = sorted.stream().filter(item -> key.apply(item).compareTo(last) > 0).toList();
    List<T> page = fitting.apply(rest);
    return new Page<>(
        page, page.size() == rest.size() ? null : token(list + "\n" + key.apply(page.getLast())));
  }

  private static String token(String text) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(UTF_8));
  }

  private static String lastKey(String token, String list, Supplier<AwsError> badToken) {
    try {
      String text = new String(Base64.getUrlDecoder().decode(token), UTF_8);
      if (text.startsWith(list + "\n")) {
        return text.substring(list.length() + 1);
      }
    } catch (IllegalArgumentException notOneOfOurs) {
      // Refused below.
    }
    throw badToken.get();
  }

  private static int position(String token, String list, int size, Supplier<AwsError> badToken) {
    try {
      String text = new String(Base64.getUrlDecoder().decode(token), UTF_8);
      int space = text.lastIndexOf(' ');
      int position = Integer.parseInt(text.substring(space + 1));
      if (space > 0 && text.substring(0, space).equals(list) && position > 0 && position < size) {
        return position;
      }
    } catch (IllegalArgumentException notOneOfOurs) {
      // Refused below.
    }
    throw badToken.get();
  }
}
