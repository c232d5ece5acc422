using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using SeamAcs;

/// <summary>What a C# program may rely on beyond the contract: a line a test. Needs SEAM_ACS_LIBRARY, SEAM_ACS_SANDBOX and the
/// repository's top folder as its argument.</summary>
internal static class Tests
{
    private static readonly Dictionary<string, object> Pair = new Dictionary<string, object> { { "acs_user_id", Sandbox.User }, { "acs_access_group_id", Sandbox.Group } };
    private static readonly object AddPair = new[] { new Dictionary<string, object>(Pair) { { "action", "add" } } };
    private const string SystemId = "11111111-1111-1111-1111-111111111111";
    private static string root;

    internal static int Main(string[] arguments)
    {
        root = arguments[0];
        if (arguments.Length > 1)
        {
            return Load();
        }
        foreach (var name in Environment.GetEnvironmentVariables().Keys.Cast<string>().ToList())
        {
            // The tests set what they need themselves.
            if (name.StartsWith("SEAM_", StringComparison.Ordinal) && !name.StartsWith("SEAM_ACS_", StringComparison.Ordinal))
            {
                Environment.SetEnvironmentVariable(name, null);
            }
        }
        var failed = 0;
        var told = 0;
        using (var sandbox = new Sandbox(Environment.GetEnvironmentVariable("SEAM_ACS_SANDBOX"), "--until-stdin-closes"))
        {
            foreach (var test in typeof(Tests).GetMethods(BindingFlags.Static | BindingFlags.NonPublic).Where(method => method.Name.Contains("_") && char.IsUpper(method.Name[0])))
            {
                told++;
                sandbox.Reset();
                using (var seam = new SeamClient(Sandbox.Key, sandbox.Url))
                {
                    try
                    {
                        test.Invoke(null, new object[] { sandbox, seam });
                        Console.WriteLine("ok " + test.Name.Replace('_', ' '));
                    }
                    catch (TargetInvocationException why)
                    {
                        failed++;
                        Console.WriteLine("not ok " + test.Name.Replace('_', ' ') + "\n    " + why.InnerException);
                    }
                }
            }
        }
        Console.WriteLine("1.." + told);
        return failed;
    }

    private static void A_refusal_says_everything(Sandbox sandbox, SeamClient seam)
    {
        var error = Thrown(() => seam.UsersAcs.AddToAccessGroup(Sandbox.User, Sandbox.User));
        Same("NotFound -5003 NOT_FOUND 404 acs_access_group_not_found False False 1", string.Join(" ", error.Status, (int)error.Status, error.Name, error.HttpStatus, error.ApiType, error.Retryable, error.OutcomeUnknown, error.Attempts));
        Holds(error.RequestId.StartsWith("request", StringComparison.Ordinal), error.RequestId);
        Holds(error.Message.Contains(Sandbox.User), error.Message);
    }

    private static void A_change_without_answer_is_outcome_unknown(Sandbox sandbox, SeamClient seam)
    {
        sandbox.Fault("{\"kind\": \"drop\", \"at\": \"after_applying\", \"times\": null}");
        using (var once = seam.With(new Dictionary<string, object> { { "max_attempts", 1 } }))
        {
            var error = Thrown(() => once.UsersAcs.RemoveFromAccessGroup(Sandbox.User, Sandbox.Group));
            Holds(error.Status == Status.OutcomeUnknown && error.OutcomeUnknown, error.Name);
        }
    }

    private static void A_list_with_a_failure_brings_its_report(Sandbox sandbox, SeamClient seam)
    {
        var stranger = new Dictionary<string, object>(Pair) { ["acs_user_id"] = "nobody" };
        var changes = new[] { Pair, stranger }.Select(pair => new Dictionary<string, object>(pair) { { "action", "add" } });
        var error = Thrown(() => seam.MembershipsAcs.Apply(changes));
        Same("applied failed", Outcomes(error.Report));
    }

    private static void Reads_give_records_that_keep_their_json(Sandbox sandbox, SeamClient seam)
    {
        var user = seam.UsersAcs.Get(Sandbox.User);
        Same(Sandbox.User, user.AcsUserId);
        Same(false, user.IsSuspended);
        Same(0, user.Errors.Count);
        var answer = (IDictionary<string, object>)Json.Read(seam.Request("/acs/users/get", new Dictionary<string, object> { { "acs_user_id", Sandbox.User } }));
        Same(Json.Write(answer["acs_user"]), Json.Write(Json.Read(user.Json)));
        Same(user.Json, AcsUser.From(user.ToString()).Json);
        Holds(seam.UsersAcs.List().Any(one => one.Json == user.Json), "the list has another");
        seam.UsersAcs.AddToAccessGroup(Sandbox.User, Sandbox.Group);
        Holds(seam.AccessGroupsAcs.ListUsers(Sandbox.Group).Any(one => one.AcsUserId == Sandbox.User), "she is not in the group");
        Holds(seam.MembershipsAcs.GroupsOf(Sandbox.User).Any(one => one.Name == "Engineering"), "the group is not hers");
        var entrance = seam.EntrancesAcs.List()[0];
        Holds(entrance.SpaceIds != null, "no spaces");
        Same(entrance.Json, seam.EntrancesAcs.Get(entrance.AcsEntranceId).Json);
        var system = seam.SystemsAcs.List()[0];
        Holds(system.Location.Count > 0, "no location");
        Same(system.Json, seam.SystemsAcs.Get(system.AcsSystemId).Json);
    }

    private static void A_task_is_one_of_a_record_or_of_a_list(Sandbox sandbox, SeamClient seam)
    {
        Task<AcsAccessGroup> group = seam.AccessGroupsAcs.GetAsync(Sandbox.Group);
        Same("Engineering", group.GetAwaiter().GetResult().Name);
        Task<IReadOnlyList<AcsEntrance>> entrances = seam.EntrancesAcs.ListAsync();
        Holds(entrances.GetAwaiter().GetResult().Count > 0, "no entrances");
    }

    private static void What_is_more_than_a_record_is_json_of_which_lists_of_records_are_made(Sandbox sandbox, SeamClient seam)
    {
        seam.UsersAcs.AddToAccessGroup(Sandbox.User, Sandbox.Group);
        var entrances = AcsEntrance.ListFrom(seam.MembershipsAcs.EntrancesOf(Sandbox.User));
        Holds(entrances[0].Members["through"] is IReadOnlyList<object>, entrances[0].Json);
    }

    private static void AnswerWith(Sandbox sandbox, string fields)
    {
        var body = "{\"acs_system\": {\"acs_system_id\": \"" + SystemId + "\", " + fields + "}, \"ok\": true}";
        sandbox.Fault(Json.Write(new Dictionary<string, object> { { "path", "/acs/systems/get" }, { "kind", "body" }, { "content_type", "application/json" }, { "body", body } }));
    }

    private static void A_field_of_another_kind_is_an_unexpected_response_and_the_others_are_there(Sandbox sandbox, SeamClient seam)
    {
        AnswerWith(sandbox, "\"name\": 7, \"acs_user_count\": \"many\", \"is_credential_manager\": 1, \"location\": [], \"errors\": [\"one\"], \"warnings\": {}");
        var system = seam.SystemsAcs.Get(SystemId);
        Same(SystemId, system.AcsSystemId);
        Same(7L, system.Members["name"]);
        foreach (var field in new Action[] { () => Same(0, system.Name), () => Same(0, system.AcsUserCount), () => Same(0, system.IsCredentialManager), () => Same(0, system.Location), () => Same(0, system.Errors), () => Same(0, system.Warnings) })
        {
            Same(Status.UnexpectedResponse, Thrown(field).Status);
        }
    }

    private static void What_a_record_does_not_know_is_kept(Sandbox sandbox, SeamClient seam)
    {
        AnswerWith(sandbox, "\"name\": \"a\\\"\\u00e9\\n\\/\", \"acs_user_count\": 3, \"invented\": [1, -2.5e1, {\"x\": null}, []], \"image_url\": null");
        var system = seam.SystemsAcs.GetAsync(SystemId).GetAwaiter().GetResult();
        Same("a\"\u00e9\n/", system.Name);
        Same(3.0, system.AcsUserCount);
        var invented = (IReadOnlyList<object>)system.Members["invented"];
        Same("1 -25", invented[0] + " " + invented[1]);
        Same(null, system.ImageUrl);
        Same(null, system.Location);
        Holds(system.Json.Contains("-2.5e1"), system.Json);
    }

    private static void What_is_no_such_json_is_refused(Sandbox sandbox, SeamClient seam)
    {
        foreach (var text in new[] { "", "[]", "{", "{\"a\"", "{\"a\":}", "{\"a\":tru}", "{\"a\":\"\\uzzzz\"}", "{} x", "{\"a\":1 \"b\":2}", "\"text\"" })
        {
            var error = Thrown(() => AcsUser.From(text));
            Same(Status.UnexpectedResponse, error.Status);
            Holds(error.Message.StartsWith("this is no JSON of what was asked for: at character ", StringComparison.Ordinal), error.Message);
        }
        Same(Status.UnexpectedResponse, Thrown(() => AcsUser.ListFrom("{}")).Status);
        Same(0, AcsUser.From("{}").Members.Count);
    }

    private static void Arguments_that_name_no_call_are_refused_and_nothing_is_sent(Sandbox sandbox, SeamClient seam)
    {
        Same(Status.InvalidArgument, Thrown(() => seam.UsersAcs.RemoveFromAccessGroup(Sandbox.User, Sandbox.Group, Sandbox.User)).Status);
        Same(Status.InvalidArgument, Thrown(() => seam.UsersAcs.RemoveFromAccessGroup(acsAccessGroupId: Sandbox.Group)).Status);
        Same(Status.InvalidArgument, Thrown(() => seam.UsersAcs.Get("\ud800")).Status);
        Same(0, sandbox.Paths().Count);
    }

    private static void Two_hundred_tasks_wait_without_a_thread_each(Sandbox sandbox, SeamClient seam)
    {
        sandbox.Fault("{\"delay_ms\": 500, \"times\": null}");
        using (var wide = seam.With(new Dictionary<string, object> { { "max_concurrency", 200 } }))
        {
            var watch = Stopwatch.StartNew();
            var calls = Enumerable.Range(0, 200).Select(_ => wide.UsersAcs.GetAsync(Sandbox.User)).ToArray();
            var pool = Task.Run(() => watch.ElapsedMilliseconds);
            var threads = Directory.GetDirectories("/proc/self/task").Length;
            Task.WaitAll(calls);
            Holds(pool.Result < 400, "the pool was busy for " + pool.Result + " ms");
            Holds(threads < 40, threads + " threads");
            // 200 calls on the threads of the pool would take many times half a second.
            Holds(watch.ElapsedMilliseconds < 5000, watch.ElapsedMilliseconds + " ms");
        }
    }

    private static void A_token_that_is_cancelled_ends_the_call(Sandbox sandbox, SeamClient seam)
    {
        sandbox.Fault("{\"hold\": true, \"times\": null}");
        using (var source = new CancellationTokenSource(200))
        {
            Same(Status.Cancelled, Thrown(() => seam.UsersAcs.Get(Sandbox.User, cancellation: source.Token)).Status);
        }
        using (var source = new CancellationTokenSource(200))
        {
            Same(Status.Cancelled, Thrown(() => seam.UsersAcs.GetAsync(Sandbox.User, cancellation: source.Token).GetAwaiter().GetResult()).Status);
        }
    }

    private static void Progress_is_told_while_a_list_is_applied(Sandbox sandbox, SeamClient seam)
    {
        var watcher = new Watcher();
        seam.MembershipsAcs.Apply(AddPair, progress: watcher);
        Same(1L, watcher.Last.Done);
    }

    private static void A_watcher_that_throws_stops_the_work_and_the_exception_says_what_came_of_it(Sandbox sandbox, SeamClient seam)
    {
        sandbox.Fault("{\"hold\": true, \"times\": null, \"path\": \"/acs/users/*\"}");
        // It throws on the calling thread, and then on the one that all tasks wait for.
        foreach (var apply in new Action<Watcher>[] { watcher => seam.MembershipsAcs.Apply(AddPair, progress: watcher), watcher => seam.MembershipsAcs.ApplyAsync(AddPair, progress: watcher).GetAwaiter().GetResult() })
        {
            var watcher = new Watcher(_ => sandbox.IsHolding());
            var error = Thrown(() => apply(watcher));
            Same("mine", error.InnerException.Message);
            Same("Partial outcome_unknown", error.Status + " " + Outcomes(error.Report));
            Same(1, watcher.Thrown);
            sandbox.Reset();
            sandbox.Fault("{\"hold\": true, \"times\": null, \"path\": \"/acs/users/*\"}");
        }
    }

    private static void What_was_done_before_a_watcher_threw_is_reported_as_done(Sandbox sandbox, SeamClient seam)
    {
        var told = new StringWriter();
        using (var listener = new TextWriterTraceListener(told))
        {
            Trace.Listeners.Add(listener);
            Same("applied", Outcomes(seam.MembershipsAcs.Apply(AddPair, progress: new Watcher(now => now.Done == 1))));
            Same("applied", Outcomes(seam.MembershipsAcs.ApplyAsync(AddPair, progress: new Watcher(now => now.Done == 1)).GetAwaiter().GetResult()));
            Trace.Listeners.Remove(listener);
        }
        Same(3, told.ToString().Split(new[] { "a watcher of progress threw" }, StringSplitOptions.None).Length);
    }

    private static void A_saved_plan_is_a_table_for_people_and_is_applied_later(Sandbox sandbox, SeamClient seam)
    {
        var plan = seam.MembershipsAcs.Plan(new[] { Pair }, new Dictionary<string, object> { { "mode", "additive" } });
        Holds(plan.ToString().Contains("Ada Lindqvist"), plan.ToString());
        seam.MembershipsAcs.Sync(new Plan(plan.Json));
        Holds(sandbox.HasMember(Sandbox.User), "she is not in the group");
    }

    private static void A_table_may_be_the_bytes_of_a_spreadsheets_file(Sandbox sandbox, SeamClient seam)
    {
        var table = "\uFEFFacs_user_id;acs_access_group_id;action\r\n" + Sandbox.User + ";" + Sandbox.Group + ";add\r\n";
        seam.MembershipsAcs.Apply(Encoding.Unicode.GetBytes(table));
        Holds(sandbox.HasMember(Sandbox.User), "she is not in the group");
    }

    private static void Disposing_twice_is_once_and_a_disposed_client_says_so(Sandbox sandbox, SeamClient seam)
    {
        var other = new SeamClient(Sandbox.Key, sandbox.Url);
        other.Dispose();
        other.Dispose();
        try
        {
            other.Check();
        }
        catch (ObjectDisposedException)
        {
            return;
        }
        throw new InvalidOperationException("it made a call");
    }

    private static void Clients_that_nobody_disposes_of_are_freed(Sandbox sandbox, SeamClient seam)
    {
        seam.Check();
        var before = Directory.GetFiles("/proc/self/fd").Length;
        for (var number = 0; number < 200; number++)
        {
            new SeamClient(Sandbox.Key, sandbox.Url).Check();
        }
        GC.Collect();
        GC.WaitForPendingFinalizers();
        var after = Directory.GetFiles("/proc/self/fd").Length;
        Holds(after <= before + 8, after + " descriptors after " + before);
    }

    private static void A_call_holds_its_client(Sandbox sandbox, SeamClient seam)
    {
        sandbox.Fault("{\"delay_ms\": 300}");
        var call = Task.Run(() => new SeamClient(Sandbox.Key, sandbox.Url).UsersAcs.Get(Sandbox.User));
        while (!call.IsCompleted)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
            Thread.Sleep(10);
        }
        Same(Sandbox.User, call.Result.AcsUserId);
    }

    private static void A_missing_library_is_one_sentence_with_what_to_do(Sandbox sandbox, SeamClient seam)
    {
        var told = LoadWith("/nowhere/libseam_acs.so.0");
        Holds(told.StartsWith("SeamAcs cannot load /nowhere/libseam_acs.so.0: install it, or put its full path into SEAM_ACS_LIBRARY", StringComparison.Ordinal), told);
    }

    private static void Another_library_is_told_from_ours(Sandbox sandbox, SeamClient seam)
    {
        var told = LoadWith("libm.so.6");
        Holds(told.StartsWith("the libm.so.6 that was found is not the libseam_acs that SeamAcs", StringComparison.Ordinal), told);
        Same("loaded", LoadWith(Environment.GetEnvironmentVariable("SEAM_ACS_LIBRARY")));
    }

    private static void The_variable_is_not_heard_by_a_program_with_other_rights_than_its_caller(Sandbox sandbox, SeamClient seam)
    {
        // Only root can start one.
        if (Run("id", "-u", root, new Dictionary<string, string>()) == "0\n")
        {
            var told = LoadWith("/nowhere/libseam_acs.so.0", "setpriv", "--egid 65534 --keep-groups ");
            Holds(!told.Contains("/nowhere"), told);
        }
    }

    private static void The_package_has_the_version_of_the_library(Sandbox sandbox, SeamClient seam)
    {
        var project = File.ReadAllText(Path.Combine(root, "ffi-c/runtimes/csharp/SeamAcs.csproj"));
        Holds(project.Contains("<Version>" + typeof(SeamClient).Assembly.GetName().Version.ToString(3) + "</Version>"), project);
    }

    private static void What_the_README_shows_compiles_and_runs(Sandbox sandbox, SeamClient seam)
    {
        var blocks = File.ReadAllText(Path.Combine(root, "ffi-c/runtimes/csharp/README.md")).Split(new[] { "```csharp\n" }, StringSplitOptions.None).Skip(1);
        var told = blocks.Select(block => RunBlock(block.Substring(0, block.IndexOf("```", StringComparison.Ordinal)), sandbox)).ToList();
        Same("", told[0]);
        Same("/acs/users/add_to_access_group /acs/users/remove_from_access_group", string.Join(" ", sandbox.Paths().Take(2)));
        Holds(told[1].StartsWith("Ada Lindqvist\n", StringComparison.Ordinal) && told[1].Contains("\nEngineering\n"), told[1]);
        Holds(told[2].StartsWith("NOT_FOUND: ", StringComparison.Ordinal) && told[2].EndsWith(")\n", StringComparison.Ordinal), told[2]);
        Holds(told[3].Contains("Ada Lindqvist") && told[3].Contains("\"applied\":1"), told[3]);
        Holds(sandbox.HasMember(Sandbox.User), "she is not in the group");
    }

    /// <summary>A program of the README's statements; their `using` lines go before the class.</summary>
    private static string RunBlock(string block, Sandbox sandbox)
    {
        var folder = AppDomain.CurrentDomain.BaseDirectory;
        var lines = block.Split('\n').ToLookup(line => line.StartsWith("using ", StringComparison.Ordinal) && !line.Contains("("));
        File.WriteAllText(Path.Combine(folder, "readme.cs"), string.Join("\n", lines[true]) + "\nclass Program { static void Main() {\n" + string.Join("\n", lines[false]) + "\n} }\n");
        Run("mcs", "-langversion:7 -r:SeamAcs.dll readme.cs", folder, new Dictionary<string, string>());
        return Run("mono", "readme.exe", folder, new Dictionary<string, string> { { "SEAM_API_KEY", Sandbox.Key }, { "SEAM_ENDPOINT", sandbox.Url } });
    }

    private static int Load()
    {
        try
        {
            new SeamClient(Sandbox.Key, "http://127.0.0.1:9").Dispose();
            Console.Write("loaded");
        }
        catch (LibraryException error)
        {
            Console.Write(error.Message);
        }
        return 0;
    }

    /// <summary>In a process of its own: a library is loaded once.</summary>
    private static string LoadWith(string library)
    {
        return LoadWith(library, Process.GetCurrentProcess().MainModule.FileName, "");
    }

    private static string LoadWith(string library, string program, string arguments)
    {
        var runtime = arguments.Length > 0 ? Process.GetCurrentProcess().MainModule.FileName + " " : "";
        return Run(program, arguments + runtime + Assembly.GetExecutingAssembly().Location + " " + root + " load", root, new Dictionary<string, string> { { "SEAM_ACS_LIBRARY", library } });
    }

    private static string Run(string program, string arguments, string folder, IDictionary<string, string> environment)
    {
        var start = new ProcessStartInfo(program, arguments) { UseShellExecute = false, RedirectStandardOutput = true, WorkingDirectory = folder };
        foreach (var variable in environment)
        {
            start.EnvironmentVariables[variable.Key] = variable.Value;
        }
        using (var process = Process.Start(start))
        {
            var told = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            Holds(process.ExitCode == 0, program + " " + arguments + " ended with " + process.ExitCode + ": " + told);
            return told;
        }
    }

    private static void The_official_fake_server_agrees(Sandbox sandbox, SeamClient seam)
    {
        using (var fake = new Sandbox("node", Path.Combine(root, "tests/official/fake.mjs")))
        {
            var facts = (IDictionary<string, object>)Json.Read(fake.FirstLine);
            var user = (string)((IList<object>)facts["acs_user_ids"])[0];
            var group = (string)((IList<object>)facts["acs_access_group_ids"])[0];
            Func<bool> isMember = () => Members(fake, group).Contains(user);
            using (var client = new SeamClient((string)facts["api_key"], fake.Url, new Dictionary<string, object> { { "max_attempts", 2 } }))
            {
                client.UsersAcs.AddToAccessGroup(user, group);
                Holds(isMember(), "not added");
                client.UsersAcs.RemoveFromAccessGroup(user, group);
                Holds(!isMember(), "not removed");
                Same("acs_user_not_found", Thrown(() => client.UsersAcs.RemoveFromAccessGroup("nobody", group)).ApiType);
                Same(Status.NotFound, Thrown(() => client.UsersAcs.AddToAccessGroup(user, "nothing")).Status);
                fake.Ask("POST", "/_fake/simulate_workspace_outage", "{\"workspace_id\": \"" + facts["workspace_id"] + "\", \"routes\": [\"/acs/users/add_to_access_group\"]}");
                Same(Status.OutcomeUnknown, Thrown(() => client.UsersAcs.AddToAccessGroup(user, group)).Status);
            }
            using (var stranger = new SeamClient("seam_apikey9_token", fake.Url))
            {
                Same(Status.Unauthorized, Thrown(() => stranger.UsersAcs.AddToAccessGroup(user, group)).Status);
            }
        }
    }

    private static IEnumerable<object> Members(Sandbox fake, string group)
    {
        var groups = (IEnumerable<object>)((IDictionary<string, object>)fake.Ask("GET", "/_fake/database", ""))["acs_access_groups"];
        return (IEnumerable<object>)groups.Cast<IDictionary<string, object>>().Single(one => (string)one["acs_access_group_id"] == group)["_acs_user_ids"];
    }

    private static string Outcomes(string report)
    {
        var items = (IEnumerable<object>)((IDictionary<string, object>)Json.Read(report))["items"];
        return string.Join(" ", items.Select(item => ((IDictionary<string, object>)item)["outcome"]));
    }

    private static SeamException Thrown(Action by)
    {
        try
        {
            by();
        }
        catch (SeamException error)
        {
            return error;
        }
        throw new InvalidOperationException("nothing was thrown");
    }

    private static void Same(object wanted, object found)
    {
        Holds(Equals(wanted, found), found + ", not " + wanted);
    }

    private static void Holds(bool claim, string otherwise)
    {
        if (!claim)
        {
            throw new InvalidOperationException(otherwise);
        }
    }

    private static void What_an_outbox_keeps_without_a_key_is_delivered_by_another_object_and_told_until_it_is_acknowledged(Sandbox sandbox, SeamClient seam)
    {
        WithFolder(folder =>
        {
            var before = new Outbox(folder);
            before.RemoveFromAccessGroup(Visit());
            before.AddToAccessGroup(Visit("good_for_s", 60));
            before.Dispose();
            before.Dispose();
            try
            {
                before.Status();
                throw new InvalidOperationException("it is used after it was let go");
            }
            catch (ObjectDisposedException)
            {
                // It says so.
            }
            using (var outbox = new Outbox(folder))
            {
                Same(2L, outbox.Status()["waiting"]);
                var status = outbox.DeliverUntilEmpty(seam);
                Same("1 1", status["recorded"] + " " + status["superseded"]);
                var outcomes = outbox.Outcomes();
                Holds(outcomes[1].RequestId != null, outcomes[1].Json);
                Same(outcomes[1].Json, outbox.Outcomes(outcomes[0].Cursor).Single().Json);
                outbox.Acknowledge(outcomes[1].Cursor);
                Same("", States(outbox));
            }
        });
    }

    private static void A_delivery_of_an_outbox_goes_on_until_it_is_cancelled(Sandbox sandbox, SeamClient seam)
    {
        WithFolder(folder =>
        {
            using (var outbox = new Outbox(folder))
            using (var stop = new CancellationTokenSource())
            {
                var delivery = outbox.DeliverAsync(seam, stop.Token);
                outbox.RemoveFromAccessGroup(Visit());
                Holds(SpinWait.SpinUntil(() => States(outbox) == "recorded", 30000), States(outbox));
                stop.Cancel();
                Same(Status.Cancelled, Thrown(() => delivery.GetAwaiter().GetResult()).Status);
            }
        });
    }

    private static void A_list_for_an_outbox_is_kept_whole_or_not_at_all_and_until_keeps_two_changes(Sandbox sandbox, SeamClient seam)
    {
        WithFolder(folder =>
        {
            using (var outbox = new Outbox(folder))
            {
                var add = Visit("action", "add");
                var refusal = Thrown(() => outbox.Enqueue(new[] { add, Visit("action", "open") }));
                Holds(refusal.Message.Contains("change 2"), refusal.Message);
                add["until"] = "2126-12-04T18:00+01:00";
                Same("1 2", string.Join(" ", outbox.Enqueue(new[] { add })));
                Same("waiting scheduled", States(outbox));
                Same("2126-12-04T17:00:00.000Z", outbox.List("scheduled").Single().NotBefore);
            }
        });
    }

    private static void A_removal_of_an_outbox_is_dropped_by_force_and_with_a_reason_and_can_be_asked_for_again(Sandbox sandbox, SeamClient seam)
    {
        WithFolder(folder =>
        {
            using (var outbox = new Outbox(folder))
            {
                var id = outbox.RemoveFromAccessGroup(Visit());
                Same(Status.Guard, Thrown(() => outbox.Drop(id, "left")).Status);
                outbox.Drop(id, "left", true);
                Same("dropped", States(outbox));
                outbox.Retry(id);
                Same("waiting", States(outbox));
            }
        });
    }

    private static string States(Outbox outbox) => string.Join(" ", outbox.List().Select(change => change.State));

    /// <summary>Of nobody whom another test leaves a late request for: an addition would wait for it.</summary>
    private static Dictionary<string, object> Visit(string name = "actor", object value = null)
    {
        return new Dictionary<string, object> { { "acs_user_id", "33333333-3333-3333-3333-000000000002" }, { "acs_access_group_id", Sandbox.Group }, { name, value } };
    }

    private static void WithFolder(Action<string> use)
    {
        var folder = Path.Combine(Path.GetTempPath(), "seam-acs-outbox-" + Guid.NewGuid());
        try
        {
            use(folder);
        }
        finally
        {
            Directory.Delete(folder, true);
        }
    }

    private sealed class Watcher : IProgress<Progress>
    {
        private readonly Func<Progress, bool> throws;

        internal Watcher(Func<Progress, bool> throws = null)
        {
            this.throws = throws;
        }

        internal Progress Last { get; private set; }

        internal int Thrown { get; private set; }

        public void Report(Progress now)
        {
            Last = now;
            if (throws != null && throws(now))
            {
                Thrown++;
                throw new FormatException("mine");
            }
        }
    }
}
