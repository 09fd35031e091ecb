package dev.gatehouse.host;

import static java.util.Objects.requireNonNull;

import dev.gatehouse.aws.AccessKey;
import dev.gatehouse.aws.AccountId;
import dev.gatehouse.aws.Json;
import dev.gatehouse.aws.Region;
import dev.gatehouse.cloudformation.AssetLocator;
import dev.gatehouse.cloudformation.CreatedStack;
import dev.gatehouse.cloudformation.Fault;
import dev.gatehouse.cloudformation.Notice;
import dev.gatehouse.cloudformation.StackTemplate;
import dev.gatehouse.cloudformation.TemplateException;
import dev.gatehouse.cognito.SigningKeys;
import dev.gatehouse.dynamodb.TableConfig;
import dev.gatehouse.dynamodb.TableException;
import dev.gatehouse.dynamodb.Tables;
import dev.gatehouse.host.console.Console;
import dev.gatehouse.host.console.Visits;
import dev.gatehouse.host.endpoint.Changes;
import dev.gatehouse.host.endpoint.Deployed;
import dev.gatehouse.host.endpoint.DeployedStack;
import dev.gatehouse.host.endpoint.Inventory;
import dev.gatehouse.host.prove.Grounds;
import dev.gatehouse.host.prove.Proof;
import dev.gatehouse.host.prove.Prover;
import dev.gatehouse.http.HttpServer;
import dev.gatehouse.lambda.CodeFolder;
import dev.gatehouse.lambda.LambdaFunction;
import dev.gatehouse.lambda.LambdaSettings;
import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// What runs: its doors are open from [#start] to [#close]. What stands behind them may change
/// meanwhile: each change is one deployment, as the start is.
public final class Host implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Host.class);

  static final String REGION = "us-east-1";

  /// Nobody's: an account id that no AWS account has.
  static final String ACCOUNT = "000000000000";

  /// Code that was not wanted for so long is removed: it can be unpacked again, or nothing runs it.
  private static final Duration UNUSED_CODE = Duration.ofDays(7);

  private static final String NAME_CHARACTERS = "abcdefghijklmnopqrstuvwxyz0123456789";

  private final HostConfig config;
  private final Consumer<String> progress;
  private final Clocks clocks;
  private final SecureRandom random = new SecureRandom();
  private final Opened opened;
  private final Source source;
  private final StateFolder state;
  private final Journal journal;
  private final Ports ports;
  private final TableStore tables;
  private final Visits visits = new Visits();
  private final Console console;
  private final ReentrantLock changing = new ReentrantLock();

  /// What `state.json` says.
  private ObjectNode onDisk;

  /// Null until the doors are open for the first time.
  private volatile @Nullable Standing standing;

  private boolean closed;

  private static final AtomicBoolean PREPARED = new AtomicBoolean();

  /// What runs now.
  private record Standing(
      Declared declared,
      StackContext context,
      StackResources resources,
      Services services,
      Inventory inventory,
      RunningStack running) {}

  private Host(HostConfig config, Consumer<String> progress, Clocks clocks, Opened opened) {
    this.config = config;
    this.progress = progress;
    this.clocks = clocks;
    this.opened = opened;
    this.source = Source.at(config.path());
    this.state = opened.add(stateFolder(config, source));
    this.onDisk = state.read().orElseGet(Json.STRICT::createObjectNode);
    this.journal = opened.add(Journal.open(state.root()));
    this.ports = opened.add(new Ports(journal, visits, clocks.machine()));
    this.tables = opened.add(new TableStore(config, state, clocks.machine()));
    this.console = opened.add(new Console(visits, clocks.machine(), random));
  }

  /// Reads, checks, creates, and opens the doors last.
  ///
  /// @param progress told what is going on, one line at a time
  /// @throws TemplateFaultsException with everything that is wrong with the template
  /// @throws StartupException when something else stands in the way
  public static Host start(HostConfig config, Consumer<String> progress) {
    return start(config, progress, Clock.systemUTC());
  }

  /// As the other, with doors that live by a clock of their own: tokens, signatures shown at doors
  /// and conditions on the time are judged by it. Functions and AWS clients are processes that know
  /// the machine's clock alone, so the AWS endpoint and all sessions keep that one.
  public static Host start(HostConfig config, Consumer<String> progress, Clock doors) {
    var opened = new Opened();
    try {
      prepare(HttpServer::prepare, SigningKeys::prepare);
      var host = new Host(config, progress, new Clocks(doors, Clock.systemUTC()), opened);
      host.open();
      return host;
    } catch (RuntimeException | Error e) {
      opened.close();
      throw e;
    }
  }

  /// Begins what the first start of a process needs anyway, on threads of its own: for the process
  /// that is Gatehouse's own ([HttpServer#prepareAlone], [SigningKeys#prepareAlone]) and has
  /// something else to do before it calls [#start].
  public static void prepareAlone() {
    prepare(HttpServer::prepareAlone, SigningKeys::prepareAlone);
  }

  private static void prepare(Runnable server, Runnable keys) {
    if (PREPARED.compareAndSet(false, true)) {
      beside(server);
      beside(keys);
    }
  }

  /// Work that whoever needs it waits for; nothing is lost when the start fails meanwhile.
  private static void beside(Runnable preparation) {
    Thread.ofPlatform().daemon().name("preparation").start(preparation);
  }

  private static StateFolder stateFolder(HostConfig config, Source source) {
    if (config.ephemeral()) {
      return StateFolder.ephemeral();
    }
    Path folder = config.state() != null ? config.state() : source.stateFolder();
    return StateFolder.open(folder);
  }

  private void open() {
    List<StackTemplate> stacks = stacks();
    StateMigration.toVersion2(onDisk, stacks.getFirst().name());
    opened.add(() -> {
      Standing last = standing;
      if (last != null) {
        last.services().close();
      }
    });
    changing.lock();
    try {
      announce(deploy(new Declared(stacks, Edits.of(onDisk.path("edits")))).running());
    } finally {
      changing.unlock();
    }
  }

  private List<StackTemplate> stacks() {
    try {
      return source.stacks(region().code(), account().digits(), progress);
    } catch (TemplateException e) {
      throw faulty(e.faults());
    }
  }

  private Region region() {
    return new Region(onDisk.path("region").asString(REGION));
  }

  private AccountId account() {
    return new AccountId(onDisk.path("account").asString(ACCOUNT));
  }

  /// Other commands may find the stack from here on, until the first thing is closed.
  private void announce(RunningStack running) {
    opened.add(() -> {
      RunningStack.remove(state);
      PortRegistry.leave(running.port());
    });
    PortRegistry.enter(running.port(), state.root());
    running.writeTo(state);
  }

  // Changes while the doors are open

  /// Reads the source again and puts what it says now behind the doors.
  ///
  /// @throws TemplateFaultsException with everything that is wrong with it; what ran before goes on
  /// @throws StartupException when something else stands in the way; what ran before goes on
  public Deployment update() {
    changing.lock();
    try {
      return redeploy(new Declared(stacks(), now().declared().edits()));
    } finally {
      changing.unlock();
    }
  }

  /// For operations of the AWS endpoint that change what runs.
  Changes changes() {
    return new Changes() {
      @Override
      public String newName(String type) {
        return type.substring(type.lastIndexOf(':') + 1)
            + "-"
            + now().context().text(10, NAME_CHARACTERS);
      }

      @Override
      public ObjectNode keep(byte[] zip) {
        return UploadedCode.keep(zip, state.path("published"));
      }

      @Override
      public Inventory carryOut(Function<Inventory, List<Change>> plan) {
        return change(plan);
      }
    };
  }

  private Inventory change(Function<Inventory, List<Changes.Change>> plan) {
    changing.lock();
    try {
      Standing now = now();
      List<Changes.Change> changes = plan.apply(now.inventory());
      Edits edits = now.declared().edits().with(changes, now.context().names(), now.resources());
      redeploy(new Declared(now.declared().stacks(), edits));
      return now().inventory();
    } catch (TemplateFaultsException e) {
      throw new Changes.Refused(e.faults());
    } finally {
      changing.unlock();
    }
  }

  /// Looks at the source every now and then; when it says something else it is deployed.
  ///
  /// @param told of what came of it, a line for each change or fault
  public void watch(Consumer<String> told) {
    watch(told, Watch.PAUSE);
  }

  void watch(Consumer<String> told, Duration pause) {
    changing.lock();
    try {
      opened.add(
          Watch.start(
              () -> source.contents(now().declared().stacks()),
              () -> updated().forEach(told),
              pause));
    } finally {
      changing.unlock();
    }
  }

  /// A line for each change or fault.
  private List<String> updated() {
    List<String> lines;
    try {
      lines = update().changes();
      lines.forEach(line -> LOG.info("{}", line));
    } catch (TemplateFaultsException e) {
      lines = e.lines();
      lines.forEach(line -> LOG.warn("{}", line));
    } catch (StartupException e) {
      lines = List.of("gatehouse: " + e.getMessage());
      LOG.warn("not updated", e);
    }
    return lines;
  }

  private Standing now() {
    Standing now = standing;
    if (now == null) {
      throw new IllegalStateException("not open yet");
    }
    return now;
  }

  private Deployment redeploy(Declared wanted) {
    if (closed) {
      throw new StartupException("it is being stopped");
    }
    Deployment deployment = deploy(wanted);
    deployment.running().writeTo(state);
    return deployment;
  }

  // One deployment: declared, planned, created, built, put on disk, opened

  private Deployment deploy(Declared wanted) {
    var remembered = Remembered.after(onDisk, wanted.names());
    var context =
        new StackContext(
            new Region(remembered.value("region", () -> REGION)),
            new AccountId(remembered.value("account", () -> ACCOUNT)),
            assets(wanted),
            new Names(),
            remembered,
            new Addresses(),
            random,
            clocks.machine().instant().truncatedTo(ChronoUnit.MILLIS),
            state.path("published"));
    var resources = new StackResources(context, wanted.edits(), config.onlyDoors());
    List<StackPlan> plans = planned(wanted, resources, context);
    wanted.edits().byKey().sequencedKeySet().stream()
        .filter(ResourceKey::isMade)
        .forEach(context.names()::add);
    tell(plans.stream().flatMap(one -> one.plan().notices().stream()).toList());
    if (plans.stream().anyMatch(one -> one.has("AWS::Lambda::Function"))) {
      beside(LambdaFunction::prepare);
    }
    Set<String> bound = ports.bound();
    try {
      ports.bind(
          Optional.ofNullable(config.port()),
          HostConfig.USUAL_PORT,
          resources.addressed(plans),
          remembered,
          context.addresses());
      return open(wanted, context, resources, plans);
    } catch (RuntimeException | Error e) {
      ports.release(bound);
      throw e;
    }
  }

  private static Map<String, AssetLocator> assets(Declared wanted) {
    var assets = new HashMap<String, AssetLocator>();
    wanted.stacks().forEach(stack -> assets.put(stack.name(), stack.assets()));
    return assets;
  }

  private List<StackPlan> planned(Declared wanted, StackResources resources, StackContext context) {
    try {
      return Plans.of(wanted, resources, context, config.parameters());
    } catch (TemplateException e) {
      throw faulty(e.faults());
    }
  }

  private TemplateFaultsException faulty(List<Fault> faults) {
    return standing == null
        ? TemplateFaultsException.of(source.path(), faults)
        : TemplateFaultsException.ofUpdate(source.path(), faults);
  }

  /// What was not told before.
  private void tell(List<Notice> notices) {
    Standing before = standing;
    for (Notice notice : notices) {
      if (before == null || !before.running().notices().contains(notice.line())) {
        progress.accept(notice.line());
      }
    }
  }

  private Deployment open(
      Declared wanted, StackContext context, StackResources resources, List<StackPlan> plans) {
    Optional<Tables> engine =
        tables.opened(plans.stream().anyMatch(one -> one.has("AWS::DynamoDB::")), context);
    SequencedMap<String, CreatedStack> created = created(resources, plans);
    tell(resources.apis.notices());
    Inventory inventory = inventory(context, resources, plans, created);
    AccessKey administrator = resources.iam.administrator();
    Standing before = standing;
    if (before == null) {
      progress.accept("starting " + String.join(", ", wanted.names()));
      settings(context).clearTemporary();
    }
    var services =
        new Services(
            resources,
            context,
            config,
            state,
            engine,
            inventory,
            changes(),
            before == null ? null : before.services(),
            visits,
            clocks);
    try {
      persist(context, resources);
      if (before == null) {
        clearCode(context);
      }
      services.settleUsers();
    } catch (RuntimeException | Error e) {
      services.close();
      throw e;
    }
    AwsClientFiles.write(state, context.region(), context.addresses().endpointUrl(), administrator);
    console.show(
        services.premises(
            String.join(", ", wanted.names()), administrator, state.path("logs"), engine));
    services.openDoors(console);
    var notices = new ArrayList<Notice>();
    plans.forEach(one -> notices.addAll(one.plan().notices()));
    notices.addAll(resources.apis.notices());
    RunningStack running = services.describe(source, created, notices, administrator, state);
    standing =
        new Standing(
            new Declared(wanted.stacks(), resources.edits()),
            context,
            resources,
            services,
            inventory,
            running);
    if (before == null) {
      clear();
    } else {
      ports.shut(addresses(context));
      before.services().retire(this::clear);
    }
    boolean afresh = before == null && resources.isAfresh();
    return new Deployment(
        running,
        afresh ? List.of() : resources.differences().stream().map(Difference::line).toList());
  }

  private LambdaSettings settings(StackContext context) {
    return LambdaSettings.under(
        state.root(), config.javaRuntime(), URI.create(context.addresses().endpointUrl()));
  }

  private SequencedMap<String, CreatedStack> created(
      StackResources resources, List<StackPlan> plans) {
    try {
      return resources.create(plans);
    } catch (TemplateException e) {
      throw faulty(e.faults());
    }
  }

  /// On disk before any door changes. What stands in the way of a table leaves all as it was.
  private void persist(StackContext context, StackResources resources) {
    ObjectNode after = context.remembered().state();
    after.set("edits", resources.edits().json());
    ObjectNode before = onDisk;
    var wanted = resources.tables.tables().stream().map(TableConfig::name).toList();
    var again = new ArrayList<Remembered.Removal>();
    for (Remembered.Removal removal : Remembered.removals(before)) {
      if (wanted.contains(removal.id())) {
        again.add(removal);
      } else {
        context.remembered().remove(removal);
      }
    }
    state.write(after);
    try {
      // What is still there of one that was removed is not the one that is wanted now.
      again.forEach(removal -> remove(removal, context));
      tables.create(resources.tables.tables());
    } catch (StartupException e) {
      if (standing != null) {
        state.write(before);
      }
      throw e;
    }
    onDisk = after;
  }

  /// Before somebody sends more of it. What versions run is said by the state alone.
  private void clearCode(StackContext context) {
    Instant limit = clocks.machine().instant().minus(UNUSED_CODE);
    settings(context).clearCode(limit);
    CodeFolder.sweep(state.path("published"), limit, name -> onDisk.toString().contains(name));
  }

  private Set<String> addresses(StackContext context) {
    var addresses = new HashSet<String>();
    addresses.add(Ports.BASE);
    context
        .addresses()
        .names()
        .forEach(name -> addresses.add(context.names().key(name).toString()));
    return addresses;
  }

  /// What is left of resources that are gone: their ports, tables and users.
  private void clear() {
    if (changing.isHeldByCurrentThread()) {
      clearNow();
      return;
    }
    // A guest who was the last to leave need not wait for it.
    Thread.ofVirtual()
        .name("clearing")
        .start(() -> {
          changing.lock();
          try {
            if (!closed) {
              clearNow();
            }
          } finally {
            changing.unlock();
          }
        });
  }

  private void clearNow() {
    StackContext context = now().context();
    ports.release(addresses(context));
    List<Remembered.Removal> removals = Remembered.removals(onDisk);
    if (removals.isEmpty()) {
      return;
    }
    removals.forEach(removal -> remove(removal, context));
    onDisk.remove("removing");
    state.write(onDisk);
  }

  private void remove(Remembered.Removal removal, StackContext context) {
    if (removal.type().startsWith("AWS::DynamoDB::")) {
      try {
        tables.delete(removal.id(), context);
      } catch (TableException kept) {
        LOG.warn("{}", kept.getMessage());
      }
    }
    if (removal.type().equals("AWS::Cognito::UserPool")) {
      state.deleteFolder(StateFolder.users(removal.id()));
    }
  }

  private static Inventory inventory(
      StackContext context,
      StackResources resources,
      List<StackPlan> plans,
      Map<String, CreatedStack> created) {
    var addresses = new LocalAddresses(resources, context);
    var stacks = new ArrayList<DeployedStack>();
    for (StackPlan plan : plans) {
      var outputs = new ArrayList<DeployedStack.Output>();
      requireNonNull(created.get(plan.name()), "each has been created")
          .outputs()
          .forEach((name, output) ->
              outputs.add(
                  new DeployedStack.Output(
                      name,
                      addresses.local(output.value()),
                      output.description(),
                      output.exportName())));
      stacks.add(
          new DeployedStack(
              plan.name(),
              context.stackId(plan.name()),
              plan.template().template().description(),
              plan.template().template().text(),
              resources.deployed(plan.name()),
              outputs,
              context.created(plan.name()),
              resources.updated(plan.name())));
    }
    var others = new ArrayList<Deployed>(resources.iam.ownersResources());
    others.addAll(resources.deployed(""));
    return new Inventory(
        context.account(), context.region(), stacks, others, resources.apis.exports());
  }

  /// Attacks every door of this stack, which must be one that nobody else uses: users are added to
  /// it, and each door that can be opened is, once.
  ///
  /// @param told what is going on, one line at a time
  public Proof prove(Consumer<String> told) {
    return Prover.prove(grounds(), told);
  }

  Grounds grounds() {
    if (!config.ephemeral()) {
      throw new IllegalStateException("only a stack that keeps nothing is attacked");
    }
    if (now().services().signatureAsked()) {
      changes().carryOut(ProvingGrounds.suspects());
    }
    Standing now = now();
    return now.services()
        .grounds(
            String.join(", ", now.declared().names()),
            now.resources().iam.administrator(),
            clocks.doors());
  }

  /// The last visits that the filter accepts, oldest first, as the journal has them.
  public List<JsonNode> visits(int count, Predicate<JsonNode> filter) {
    return journal.last(count, filter);
  }

  public RunningStack running() {
    return now().running();
  }

  /// What the template asks for and Gatehouse passes over, a line each.
  public List<String> notices() {
    return running().notices();
  }

  /// Shuts the doors, ends the functions, lets go of the state. May be called twice.
  @Override
  public void close() {
    changing.lock();
    try {
      closed = true;
      opened.close();
    } finally {
      changing.unlock();
    }
  }
}
