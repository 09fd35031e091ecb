package dev.gatehouse.cognito;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.gatehouse.aws.Secret;
import dev.gatehouse.cognito.UserDirectory.NewUser;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class UserDirectoryTest {
  private static final Secret GOOD = new Secret("Str0ng-Passw0rd");

  private final Map<String, byte[]> kept = new TreeMap<>();
  private final UserStore store =
      new UserStore() {
        @Override
        public void put(String name, byte[] content) {
          assertThat(name).matches("[a-z0-9-]+");
          kept.put(name, content);
        }

        @Override
        public void remove(String name) {
          kept.remove(name);
        }

        @Override
        public List<byte[]> all() {
          return new ArrayList<>(kept.values());
        }
      };

  private static final InstantSource CLOCK =
      InstantSource.fixed(Instant.parse("2026-01-01T00:00:00Z"));

  /// With hashes that are quick to make.
  private UserDirectory open(UserRules rules) {
    return UserDirectory.open(rules, store, CLOCK, new SecureRandom(), 1000);
  }

  private UserDirectory open() {
    return open(UserRules.DEFAULT);
  }

  private static UserRules rules(Set<String> usernames, Set<String> aliases, boolean sensitive) {
    return UserRules.of(
        PasswordPolicy.DEFAULT,
        usernames,
        aliases,
        sensitive,
        List.of(
            new UserAttribute("custom:rank", UserAttribute.Type.NUMBER, true, false, 1, 9),
            new UserAttribute("custom:badge", UserAttribute.Type.STRING, false, false, 2, 4)));
  }

  private static NewUser user(String name, String... attributes) {
    var all = new TreeMap<String, String>();
    for (int i = 0; i < attributes.length; i += 2) {
      all.put(attributes[i], attributes[i + 1]);
    }
    return new NewUser(name, all, null);
  }

  private static void refused(String code, String message, ThrowingCallable call) {
    assertThatExceptionOfType(UserFault.class)
        .isThrownBy(call)
        .satisfies(fault -> assertThat(fault.code()).isEqualTo(code))
        .withMessage(message);
  }

  @Test
  void usersAndGroupsAreThereWhenItIsOpenedAgain() {
    var users = open();
    users.create(new NewUser("jane", Map.of("email", "jane@example.com"), GOOD));
    users.create("staff", "all of them", null, 3);
    users.join("jane", "staff");
    users.enable("jane", false);
    users.create(user("gone"));
    users.delete("gone");

    var again = open();

    assertThat(again.users()).isEqualTo(users.users()).hasSize(1);
    assertThat(again.groups()).isEqualTo(users.groups()).hasSize(1);
    assertThat(again.groupsOf("jane")).isEqualTo(users.groups());
    assertThat(again.get("jane").enabled()).isFalse();
  }

  @Test
  void passwordIsKeptAsASlowSaltedHashAlone() {
    var users = UserDirectory.open(UserRules.DEFAULT, store, CLOCK, new SecureRandom());
    users.create(new NewUser("jane", Map.of(), GOOD));
    users.create(new NewUser("john", Map.of(), GOOD));

    for (byte[] content : kept.values()) {
      assertThat(new String(content, StandardCharsets.UTF_8))
          .contains("\"password\":\"pbkdf2-sha512$210000$")
          .doesNotContain(GOOD.reveal());
    }
    var jane = requireNonNull(users.get("jane").password());
    var john = requireNonNull(users.get("john").password());
    assertThat(jane.text()).isNotEqualTo(john.text());
    assertThat(PasswordHash.read(jane.text()).matches(GOOD)).isTrue();
    assertThat(jane.matches(new Secret("Str0ng-Passw0rD"))).isFalse();
    assertThat(jane).hasToString("PasswordHash[hidden]");
  }

  @Test
  void usernameIsOfOneUserOnly() {
    var users = open();
    users.create(user("jane"));
    users.create(user("Jane"));
    refused(
        "UsernameExistsException", "User account already exists", () -> users.create(user("jane")));

    kept.clear();
    var insensitive = open(rules(Set.of(), Set.of(), false));
    assertThat(insensitive.create(user("Jane")).username()).isEqualTo("jane");
    assertThat(insensitive.get("JANE").username()).isEqualTo("jane");
    refused(
        "UsernameExistsException",
        "User account already exists",
        () -> insensitive.create(user("JANE")));
  }

  @Test
  void emailInsteadOfAUsernameIsAnAttributeOfAUserNamedByTheSub() {
    var users = open(rules(Set.of("email"), Set.of(), false));
    User made = users.create(user("Jane@example.com"));
    assertThat(made.username()).isEqualTo(made.sub());
    assertThat(made.attributes()).isEqualTo(Map.of("email", "jane@example.com"));
    assertThat(users.get("JANE@example.com")).isEqualTo(made);
    assertThat(users.get(made.sub())).isEqualTo(made);

    refused(
        "InvalidParameterException",
        "Username should be an email.",
        () -> users.create(user("jane")));
    refused(
        "UsernameExistsException",
        "An account with the given email already exists.",
        () -> users.create(user("jane@example.com")));
  }

  @Test
  void aliasCountsOnceVerifiedAndIsOfOneUserOnly() {
    var users = open(rules(Set.of(), Set.of("email"), true));
    User made = users.create(user("jane", "email", "j@example.com", "email_verified", "true"));
    users.create(user("june", "email", "j@example.com"));
    assertThat(users.get("j@example.com")).isEqualTo(made);

    refused(
        "AliasExistsException",
        "An account with the email already exists.",
        () -> users.update("june", Map.of("email_verified", "true")));
    users.update("jane", Map.of("email", "new@example.com"));
    refused("UserNotFoundException", "User does not exist.", () -> users.get("new@example.com"));
    refused(
        "InvalidParameterException",
        "Username cannot be of email format, since user pool is configured for email alias.",
        () -> users.create(user("x@example.com")));
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      textBlock =
          """
          nobody, x, Attributes did not conform to the schema: Type for attribute {nobody} could not be determined
          email, jane, Invalid email address format.
          phone_number, 0123, Invalid phone number format.
          custom:rank, 10, Attributes did not conform to the schema: custom:rank: Number must be less than or equal to 9
          custom:rank, x, Attributes did not conform to the schema: custom:rank: Number value must be a whole number
          custom:badge, x, Attributes did not conform to the schema: custom:badge: String must be longer than or equal to 2 characters
          custom:badge, xxxxx, Attributes did not conform to the schema: custom:badge: String must be no longer than 4 characters
          email_verified, yes, Attributes did not conform to the schema: email_verified: Boolean value must be true or false
          sub, x, Cannot modify an already provided sub
          """)
  void attributeOutsideTheSchemaIsRefused(String name, String value, String message) {
    var users = open(rules(Set.of(), Set.of(), true));
    refused("InvalidParameterException", message, () -> users.create(user("jane", name, value)));
    assertThat(kept).isEmpty();
  }

  @Test
  void immutableAttributeIsSetOnceOnly() {
    var users = open(rules(Set.of(), Set.of(), true));
    users.create(user("jane", "custom:badge", "123", "custom:rank", "1"));
    users.update("jane", Map.of("custom:rank", "2"));
    users.deleteAttributes("jane", List.of("custom:rank"));
    assertThat(users.get("jane").attributes()).isEqualTo(Map.of("custom:badge", "123"));
    for (String name : List.of("custom:badge", "sub")) {
      refused(
          "InvalidParameterException",
          "user." + name + ": Attribute cannot be updated.\n",
          () -> users.update("jane", Map.of(name, "4")));
    }
    refused(
        "InvalidParameterException",
        "user.custom:nobody: Attribute does not exist in the schema.\n",
        () -> users.update("jane", Map.of("custom:nobody", "4")));
  }

  @ParameterizedTest
  @CsvSource({
    "Sh0r-t, Password not long enough",
    "UPPER-CASE-0NLY, Password must have lowercase characters",
    "lower-case-0nly, Password must have uppercase characters",
    "No-Numbers-Here, Password must have numeric characters",
    "N0SymbolsHere, Password must have symbol characters",
  })
  void passwordIsHeldToThePolicy(String password, String missing) {
    var users = open();
    users.create(user("jane"));
    refused(
        "InvalidPasswordException",
        "Password did not conform with policy: " + missing,
        () -> users.setPassword("jane", new Secret(password), true));
    assertThat(users.get("jane").password()).isNull();
  }

  @Test
  void permanentPasswordConfirmsAndATemporaryOneMustBeChanged() {
    var users = open();
    users.create(user("jane"));
    users.setPassword("jane", GOOD, true);
    assertThat(users.get("jane").status()).isEqualTo(User.Status.CONFIRMED);
    refused(
        "NotAuthorizedException",
        "User cannot be confirmed. Current status is CONFIRMED",
        () -> users.confirm("jane"));
    users.setPassword("jane", GOOD, false);
    assertThat(users.get("jane").status()).isEqualTo(User.Status.FORCE_CHANGE_PASSWORD);
  }

  @Test
  void deletedGroupHasNoMembersWhenItIsMadeAgain() {
    var users = open();
    users.create(user("jane"));
    users.create("staff", null, null, null);
    users.join("jane", "staff");
    users.deleteGroup("staff");
    users.create("staff", null, null, null);
    assertThat(users.members("staff")).isEmpty();
    refused("ResourceNotFoundException", "Group not found.", () -> users.join("jane", "nobody"));
    refused("UserNotFoundException", "User does not exist.", () -> users.join("nobody", "staff"));
  }

  @Test
  void userIsInAHundredGroupsAtMost() {
    var users = open();
    users.create(user("jane"));
    for (int i = 0; i <= UserDirectory.MAX_GROUPS_OF_USER; i++) {
      users.create("group" + i, null, null, null);
    }
    for (int i = 0; i < UserDirectory.MAX_GROUPS_OF_USER; i++) {
      users.join("jane", "group" + i);
    }
    users.join("jane", "group0");
    refused(
        "LimitExceededException",
        "A user is in at most 100 groups.",
        () -> users.join("jane", "group100"));
  }

  @Nested
  final class OfATemplate {
    private final Declaration staff = new Declaration.OfGroup("staff", "all", null, 1, false);
    private final Declaration jane =
        new Declaration.OfUser("jane", Map.of("given_name", "Jane"), false);
    private final Declaration member = new Declaration.OfMembership("jane", "staff", false);

    @Test
    void usersGroupsAndMembershipsAreMadeInWhateverOrder() {
      var users = open();
      users.settle(List.of(member, jane, staff));
      assertThat(users.members("staff")).containsExactly(users.get("jane"));
      assertThat(users.get("jane").attributes()).isEqualTo(Map.of("given_name", "Jane"));
      assertThat(users.group("staff").precedence()).isEqualTo(1);
    }

    @Test
    void whatIsSaidTwiceIsDoneOnce() {
      open().settle(List.of(member, jane, staff));
      var users = open();
      users.leave("jane", "staff");
      users.update("jane", Map.of("given_name", "J"));
      users.settle(List.of(member, jane, staff));
      assertThat(users.members("staff")).isEmpty();
      assertThat(users.get("jane").attributes()).isEqualTo(Map.of("given_name", "J"));
      users.delete("jane");
      users.settle(List.of(member, jane, staff));
      assertThat(users.users()).isEmpty();
    }

    @Test
    void whatIsSaidOtherwiseChangesTheSameUserAndGroup() {
      var users = open();
      users.settle(List.of(member, jane, staff));
      String sub = users.get("jane").sub();
      users.settle(
          List.of(
              new Declaration.OfUser("jane", Map.of("given_name", "Joan"), false),
              new Declaration.OfGroup("staff", "all", null, 2, false),
              member));
      assertThat(users.get("jane").sub()).isEqualTo(sub);
      assertThat(users.get("jane").attributes()).isEqualTo(Map.of("given_name", "Joan"));
      assertThat(users.group("staff").precedence()).isEqualTo(2);
      assertThat(users.members("staff")).hasSize(1);
    }

    @Test
    void whatIsNoLongerSaidGoesUnlessItIsRetained() {
      var users = open();
      users.create(user("own"));
      users.settle(List.of(member, jane, staff, new Declaration.OfUser("kept", Map.of(), true)));
      open().settle(List.of(staff));
      var left = open();
      assertThat(left.users()).extracting(User::username).containsExactly("kept", "own");
      assertThat(left.groups()).extracting(UserGroup::name).containsExactly("staff");
    }

    @Test
    void userOutsideTheSchemaIsAFault() {
      assertThat(
              UserDirectory.fault(
                  UserRules.DEFAULT,
                  new Declaration.OfUser("jane", Map.of("email", "jane"), false)))
          .contains("Invalid email address format.");
      assertThat(
              UserDirectory.fault(
                  UserRules.DEFAULT,
                  new Declaration.OfUser("jane", Map.of("email", "jane@example.com"), false)))
          .isEmpty();
    }
  }

  @Test
  void newRulesHoldForTheSameUsers() {
    var users = open();
    users.create(user("jane"));
    var later =
        users.under(
            UserRules.of(
                new PasswordPolicy(
                    6, false, false, false, false, PasswordPolicy.DEFAULT.temporary()),
                Set.of(),
                Set.of(),
                true,
                List.of()));
    later.setPassword("jane", new Secret("simple"), true);
    assertThat(users.get("jane").status()).isEqualTo(User.Status.CONFIRMED);
  }
}
