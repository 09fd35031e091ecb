package dev.gatehouse.cognito;

import static java.util.Objects.requireNonNull;

import dev.gatehouse.aws.Secret;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The users and groups of one pool. Whatever a method has done is kept when it returns; what it
/// refuses it refuses with a [UserFault], and nothing has changed.
public final class UserDirectory {
  /// More than anybody tries on one machine.
  static final int MAX_USERS = 10_000;

  /// Cognito's own quotas (limits.html).
  static final int MAX_GROUPS = 10_000;

  static final int MAX_GROUPS_OF_USER = 100;

  private final UserRules rules;
  private final Book book;

  /// What goes on from one deployment to the next.
  private record Book(
      UserStore store,
      InstantSource clock,
      SecureRandom random,
      ConcurrentNavigableMap<String, User> users,
      ConcurrentNavigableMap<String, UserGroup> groups,
      AtomicReference<Map<String, Settlement.Said>> declared,
      ChallengeSessions sessions,
      ConcurrentMap<String, Attempts> attempts,
      int rounds,
      PasswordHash nobodys,
      ReentrantLock changing) {}

  /// Asked for of [#create].
  ///
  /// @param username or what the pool takes instead
  /// @param temporary null for a user who cannot sign in until a password is set
  public record NewUser(
      String username, Map<String, String> attributes, @Nullable Secret temporary) {
    public NewUser {
      requireNonNull(username, "username");
      attributes = new LinkedHashMap<>(attributes);
    }

    @Override
    public String toString() {
      return "NewUser";
    }
  }

  private UserDirectory(UserRules rules, Book book) {
    this.rules = rules;
    this.book = book;
  }

  /// @throws IllegalArgumentException when what is kept cannot be read
  public static UserDirectory open(
      UserRules rules, UserStore store, InstantSource clock, SecureRandom random) {
    return open(rules, store, clock, random, PasswordHash.ROUNDS);
  }

  /// @param rounds of the hashes of passwords that are set from now on
  static UserDirectory open(
      UserRules rules, UserStore store, InstantSource clock, SecureRandom random, int rounds) {
    var users = new ConcurrentSkipListMap<String, User>();
    var groups = new ConcurrentSkipListMap<String, UserGroup>();
    var declared = new AtomicReference<Map<String, Settlement.Said>>(Map.of());
    for (byte[] content : store.all()) {
      var json = UserFiles.read(content);
      if (Settlement.isOne(json)) {
        declared.set(Settlement.read(json));
      } else if (UserFiles.isGroup(json)) {
        UserGroup group = UserFiles.group(json);
        groups.put(group.name(), group);
      } else {
        User user = UserFiles.user(json);
        users.put(user.username(), user);
      }
    }
    return new UserDirectory(
        rules,
        new Book(
            store,
            clock,
            random,
            users,
            groups,
            declared,
            new ChallengeSessions(clock, random),
            new ConcurrentHashMap<>(),
            rounds,
            PasswordHash.ofNothing(random, rounds),
            new ReentrantLock()));
  }

  /// The same users under other rules, which hold for what happens from now on.
  public UserDirectory under(UserRules others) {
    return new UserDirectory(others, book);
  }

  public UserRules rules() {
    return rules;
  }

  /// What is wrong with a user whom a template declares; empty when nothing is.
  public static Optional<String> fault(UserRules rules, Declaration.OfUser declared) {
    try {
      rules.checkNew(declared.attributes());
      username(rules, declared.username(), "", new LinkedHashMap<>(declared.attributes()));
      return Optional.empty();
    } catch (UserFault fault) {
      return Optional.of(fault.message());
    }
  }

  /// Does what the templates say now and did not say before, and undoes what they no longer say.
  ///
  /// @param declared free of faults
  public void settle(List<Declaration> declared) {
    changing(() -> {
      var before = book.declared().get();
      var now = new Settlement(this, before).with(declared);
      if (!now.equals(before)) {
        book.store().put(Settlement.FILE, Settlement.content(now));
        book.declared().set(now);
      }
      return now;
    });
  }

  // Users

  public User create(NewUser asked) {
    rules.checkNew(asked.attributes());
    var attributes = new LinkedHashMap<>(asked.attributes());
    String sub = UUID.randomUUID().toString();
    String username = username(rules, asked.username(), sub, attributes);
    PasswordHash hash = asked.temporary() == null ? null : hash(asked.temporary());
    return changing(() -> {
      checkFree(username, attributes, asked);
      if (book.users().size() >= MAX_USERS) {
        throw UserFault.limit("A pool has at most " + MAX_USERS + " users here.");
      }
      Instant now = now();
      return keep(
          new User(
              username,
              sub,
              attributes,
              User.Status.FORCE_CHANGE_PASSWORD,
              true,
              now,
              now,
              hash,
              hash == null ? null : now,
              Set.of()));
    });
  }

  /// Puts what users give instead of a username among their attributes.
  private static String username(
      UserRules rules, String given, String sub, Map<String, String> attributes) {
    var instead = rules.usernameAttributes();
    if (instead.isEmpty()) {
      if (rules.aliases().contains("email") && UserAttribute.isEmail(given)) {
        throw UserFault.invalid(
            "Username cannot be of email format, since user pool is configured for email alias.");
      }
      if (rules.aliases().contains("phone_number") && UserAttribute.isPhone(given)) {
        throw UserFault.invalid(
            "Username cannot be of phone number format, since user pool is configured for phone"
                + " number alias.");
      }
      return rules.normal(given);
    }
    String attribute = instead.contains("email") && UserAttribute.isEmail(given) ? "email" : "";
    if (attribute.isEmpty() && instead.contains("phone_number") && UserAttribute.isPhone(given)) {
      attribute = "phone_number";
    }
    if (attribute.isEmpty()) {
      throw UserFault.invalid(
          instead.size() > 1
              ? "Username should be either an email or a phone number."
              : instead.contains("email")
                  ? "Username should be an email."
                  : "Username should be a phone number.");
    }
    String value = rules.normal(given);
    String other = attributes.putIfAbsent(attribute, value);
    if (other != null && !rules.same(other, value)) {
      throw UserFault.invalid("Username and " + attribute + " attribute do not match.");
    }
    return sub;
  }

  private void checkFree(String username, Map<String, String> attributes, NewUser asked) {
    if (book.users().containsKey(username)
        || (rules.usernameAttributes().isEmpty() && find(asked.username()).isPresent())) {
      throw new UserFault("UsernameExistsException", "User account already exists");
    }
    checkUnique(null, attributes);
  }

  /// What a user can be found by is of one user only.
  private void checkUnique(@Nullable User user, Map<String, String> attributes) {
    for (String attribute : rules.usernameAttributes()) {
      String value = attributes.get(attribute);
      if (value != null && others(user).anyMatch(one -> has(one, attribute, value))) {
        throw new UserFault(
            user == null ? "UsernameExistsException" : "AliasExistsException",
            "An account with the given " + attribute + " already exists.");
      }
    }
    for (String alias : rules.aliases()) {
      String value = attributes.get(alias);
      if (value != null
          && isVerified(alias, attributes)
          && others(user)
              .anyMatch(one -> has(one, alias, value) && isVerified(alias, one.attributes()))) {
        throw new UserFault(
            "AliasExistsException", "An account with the " + alias + " already exists.");
      }
    }
  }

  private Stream<User> others(@Nullable User user) {
    return book.users().values().stream()
        .filter(one -> user == null || !one.sub().equals(user.sub()));
  }

  private boolean has(User user, String attribute, String value) {
    return user.attribute(attribute).filter(own -> rules.same(own, value)).isPresent();
  }

  private static boolean isVerified(String alias, Map<String, String> attributes) {
    return alias.equals("preferred_username") || "true".equals(attributes.get(alias + "_verified"));
  }

  /// @param name the username, the `sub`, or what the pool takes for it
  public User get(String name) {
    return find(name)
        .orElseThrow(() -> new UserFault("UserNotFoundException", "User does not exist."));
  }

  Optional<User> find(String name) {
    User user = book.users().get(rules.normal(name));
    if (user != null) {
      return Optional.of(user);
    }
    return book.users().values().stream().filter(one -> answersTo(one, name)).findFirst();
  }

  private boolean answersTo(User user, String name) {
    return user.sub().equals(name)
        || rules.usernameAttributes().stream().anyMatch(one -> has(user, one, name))
        || rules.aliases().stream()
            .anyMatch(one -> has(user, one, name) && isVerified(one, user.attributes()));
  }

  /// By username.
  public List<User> users() {
    return List.copyOf(book.users().values());
  }

  public int size() {
    return book.users().size();
  }

  public void delete(String name) {
    changing(() -> {
      User user = get(name);
      book.store().remove(UserFiles.name(user));
      book.users().remove(user.username());
      book.attempts().remove(user.sub());
      return user;
    });
  }

  /// An address that is new is not verified, unless the caller says so.
  public void update(String name, Map<String, String> attributes) {
    change(
        name,
        user -> {
          rules.checkChanged(attributes);
          var all = new LinkedHashMap<>(user.attributes());
          for (String address : List.of("email", "phone_number")) {
            String value = attributes.get(address);
            if (value != null && !value.equals(all.get(address))) {
              all.put(address + "_verified", "false");
            }
          }
          all.putAll(attributes);
          checkUnique(user, all);
          return user.with(all, now());
        });
  }

  public void deleteAttributes(String name, Collection<String> attributes) {
    change(
        name,
        user -> {
          rules.checkRemoved(attributes);
          var all = new LinkedHashMap<>(user.attributes());
          for (String attribute : attributes) {
            all.remove(attribute);
            if (attribute.equals("email") || attribute.equals("phone_number")) {
              all.remove(attribute + "_verified");
            }
          }
          return user.with(all, now());
        });
  }

  /// @param permanent whether the user may keep it
  public void setPassword(String name, Secret password, boolean permanent) {
    get(name);
    PasswordHash hash = hash(password);
    var status = permanent ? User.Status.CONFIRMED : User.Status.FORCE_CHANGE_PASSWORD;
    change(name, user -> user.password(hash, status, now()));
  }

  private PasswordHash hash(Secret password) {
    rules.passwords().check(password);
    return PasswordHash.of(password, book.random(), book.rounds());
  }

  public void enable(String name, boolean really) {
    change(name, user -> user.enabled(really, now()));
  }

  /// Only who signed up alone can be confirmed, and nobody can sign up here.
  public void confirm(String name) {
    throw new UserFault(
        "NotAuthorizedException",
        "User cannot be confirmed. Current status is " + get(name).status());
  }

  // Sign-in

  /// A user who may come in. One who is unknown, or has no password, takes as long to be refused as
  /// one whose password is wrong.
  User verified(String name, Secret password) {
    Optional<User> user = find(name);
    String sub = user.map(User::sub).orElse("");
    Attempts before = book.attempts().get(sub);
    if (before != null && before.locked(book.clock().instant())) {
      throw attemptsExceeded();
    }
    Optional<PasswordHash> own = user.map(User::password);
    boolean right = own.orElse(book.nobodys()).matches(password) && own.isPresent();
    if (user.isPresent()) {
      note(sub, right);
    }
    if (!right) {
      throw new UserFault("NotAuthorizedException", "Incorrect username or password.");
    }
    if (!user.get().enabled()) {
      throw new UserFault("NotAuthorizedException", "User is disabled.");
    }
    return user.get();
  }

  /// Of many guesses at once, those that are hashed after one has locked the user out learn
  /// nothing.
  private void note(String sub, boolean right) {
    Instant now = book.clock().instant();
    var locked = new AtomicBoolean();
    book.attempts()
        .compute(
            sub,
            (_, known) -> {
              if (known != null && known.locked(now)) {
                locked.set(true);
                return known;
              }
              return right ? null : Attempts.failed(known, now);
            });
    if (locked.get()) {
      throw attemptsExceeded();
    }
  }

  private static UserFault attemptsExceeded() {
    return new UserFault("NotAuthorizedException", "Password attempts exceeded");
  }

  /// Whether the user has had a temporary password for too long.
  boolean isExpired(User user) {
    Instant set = user.passwordSet();
    return set == null || set.plus(rules.passwords().temporary()).isBefore(book.clock().instant());
  }

  /// @param user as seen when the change was allowed; whoever has changed the password since wins
  User changePassword(User user, Secret password, Map<String, String> attributes) {
    rules.checkChanged(attributes);
    PasswordHash hash = hash(password);
    return changing(() -> {
      User now = get(user.username());
      if (!Objects.equals(now.password(), user.password())) {
        throw new UserFault("NotAuthorizedException", "Invalid session for the user.");
      }
      var all = new LinkedHashMap<>(now.attributes());
      all.putAll(attributes);
      checkUnique(now, all);
      return keep(now.with(all, now()).password(hash, User.Status.CONFIRMED, now()));
    });
  }

  ChallengeSessions sessions() {
    return book.sessions();
  }

  // Groups

  public UserGroup create(
      String name,
      @Nullable String description,
      @Nullable String roleArn,
      @Nullable Integer precedence) {
    return changing(() -> {
      if (book.groups().containsKey(name)) {
        throw new UserFault(
            "GroupExistsException", "A group with the name " + name + " already exists.");
      }
      if (book.groups().size() >= MAX_GROUPS) {
        throw UserFault.limit("A pool has at most " + MAX_GROUPS + " groups.");
      }
      Instant now = now();
      return keep(new UserGroup(name, description, roleArn, precedence, now, now));
    });
  }

  public UserGroup group(String name) {
    UserGroup group = book.groups().get(name);
    if (group == null) {
      throw new UserFault("ResourceNotFoundException", "Group not found.");
    }
    return group;
  }

  boolean hasGroup(String name) {
    return book.groups().containsKey(name);
  }

  /// By name.
  public List<UserGroup> groups() {
    return List.copyOf(book.groups().values());
  }

  /// What is null stays as it was.
  public UserGroup update(
      String name,
      @Nullable String description,
      @Nullable String roleArn,
      @Nullable Integer precedence) {
    return changing(() -> {
      UserGroup group = group(name);
      return keep(
          new UserGroup(
              name,
              description == null ? group.description() : description,
              roleArn == null ? group.roleArn() : roleArn,
              precedence == null ? group.precedence() : precedence,
              group.created(),
              now()));
    });
  }

  /// Its members first: a kill on the way leaves a group that can be deleted again.
  public void deleteGroup(String name) {
    changing(() -> {
      UserGroup group = group(name);
      members(name).forEach(member -> keep(without(member, name)));
      book.store().remove(UserFiles.name(group));
      book.groups().remove(name);
      return group;
    });
  }

  public void join(String user, String group) {
    change(
        user,
        member -> {
          group(group);
          var groups = new TreeSet<>(member.groups());
          if (groups.add(group) && groups.size() > MAX_GROUPS_OF_USER) {
            throw UserFault.limit("A user is in at most " + MAX_GROUPS_OF_USER + " groups.");
          }
          return member.in(groups);
        });
  }

  public void leave(String user, String group) {
    change(
        user,
        member -> {
          group(group);
          return without(member, group);
        });
  }

  private static User without(User member, String group) {
    var groups = new TreeSet<>(member.groups());
    groups.remove(group);
    return member.in(groups);
  }

  /// By name.
  public List<UserGroup> groupsOf(String user) {
    var names = get(user).groups();
    return groups().stream().filter(group -> names.contains(group.name())).toList();
  }

  /// By username.
  public List<User> members(String group) {
    group(group);
    return book.users().values().stream().filter(one -> one.groups().contains(group)).toList();
  }

  // Changes

  private void change(String name, UnaryOperator<User> change) {
    changing(() -> keep(change.apply(get(name))));
  }

  private <T> T changing(Supplier<T> change) {
    book.changing().lock();
    try {
      return change.get();
    } finally {
      book.changing().unlock();
    }
  }

  private User keep(User user) {
    book.store().put(UserFiles.name(user), UserFiles.content(user));
    book.users().put(user.username(), user);
    return user;
  }

  private UserGroup keep(UserGroup group) {
    book.store().put(UserFiles.name(group), UserFiles.content(group));
    book.groups().put(group.name(), group);
    return group;
  }

  private Instant now() {
    return book.clock().instant().truncatedTo(ChronoUnit.MILLIS);
  }
}
