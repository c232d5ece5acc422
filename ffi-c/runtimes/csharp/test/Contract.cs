using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using SeamAcs;

/// <summary>The contract's runner for C#: reads a case a line, answers each with a line of JSON. `--tasks` uses the methods
/// that give tasks.</summary>
internal static class Contract
{
    internal static int Main(string[] arguments)
    {
        var tasks = arguments.Contains("--tasks");
        var input = new StreamReader(Console.OpenStandardInput(), new UTF8Encoding(false));
        var output = new StreamWriter(Console.OpenStandardOutput(), new UTF8Encoding(false)) { AutoFlush = true, NewLine = "\n" };
        for (var line = input.ReadLine(); line != null; line = input.ReadLine())
        {
            var told = (IDictionary<string, object>)Json.Read(line);
            output.WriteLine("{\"name\":" + Json.Write(told["name"]) + "," + Run(told, tasks) + "}");
        }
        return 0;
    }

    private static string Run(IDictionary<string, object> told, bool tasks)
    {
        try
        {
            using (var seam = new SeamClient(options: (IDictionary<string, object>)told["options"]))
            using (var cancellation = new CancellationTokenSource())
            {
                CancelWhen((string)told["cancel_when"], cancellation);
                var found = Call(seam, (string)told["method"], (IDictionary<string, object>)told["arguments"], cancellation.Token, tasks);
                return "\"status\":\"OK\",\"code\":0,\"result\":" + Found(found);
            }
        }
        catch (SeamException failure)
        {
            return Failed(failure);
        }
    }

    private static object Call(SeamClient seam, string name, IDictionary<string, object> arguments, CancellationToken cancellation, bool tasks)
    {
        var path = name.Split('.');
        object target = seam;
        if (path.Length > 1)
        {
            target = typeof(SeamClient).GetProperty(Pascal(path[1]) + "Acs").GetValue(target, null);
        }
        var method = target.GetType().GetMethod(Pascal(path.Last()) + (tasks ? "Async" : ""));
        var left = new Dictionary<string, object>(arguments);
        var values = method.GetParameters().Select(parameter => Given(parameter, left, cancellation)).ToArray();
        var options = Array.FindIndex(method.GetParameters(), parameter => parameter.ParameterType == typeof(IDictionary<string, object>));
        if (options >= 0 && left.Count > 0)
        {
            values[options] = left;
        }
        try
        {
            var found = method.Invoke(target, values);
            return tasks ? Awaited((Task)found, method.ReturnType) : found;
        }
        catch (TargetInvocationException failure)
        {
            throw failure.InnerException;
        }
    }

    private static object Awaited(Task task, Type promised)
    {
        task.GetAwaiter().GetResult();
        return promised.IsGenericType ? promised.GetProperty("Result").GetValue(task, null) : null;
    }

    private static object Given(ParameterInfo parameter, IDictionary<string, object> left, CancellationToken cancellation)
    {
        if (parameter.ParameterType == typeof(CancellationToken))
        {
            return cancellation;
        }
        var name = left.Keys.FirstOrDefault(key => Camel(key) == parameter.Name || (key == "params" && parameter.Name == "parameters"));
        if (name == null)
        {
            return parameter.DefaultValue;
        }
        var value = left[name];
        left.Remove(name);
        return parameter.ParameterType != typeof(Plan) || value == null ? value : new Plan(value as string ?? Json.Write(value));
    }

    /// <summary>Of records the very JSON that Seam gave.</summary>
    private static string Found(object found) =>
        found is bool flag ? Json.Write(flag)
        : found is Plan plan ? plan.Json
        : found is Resource record ? record.Json
        : found is IEnumerable<Resource> records ? "[" + string.Join(",", records.Select(Found)) + "]"
        : (string)found ?? "null";

    private static string Failed(SeamException failure)
    {
        var fields = new Dictionary<string, object>
        {
            { "status", failure.Name }, { "code", (int)failure.Status }, { "message", failure.Message }, { "http_status", failure.HttpStatus },
            { "api_type", failure.ApiType }, { "request_id", failure.RequestId }, { "retryable", failure.Retryable },
            { "outcome_unknown", failure.OutcomeUnknown }, { "attempts", failure.Attempts },
        };
        return Json.Write(fields).Trim('{', '}') + ",\"validation_errors\":" + (failure.ValidationErrors ?? "null") + ",\"result\":" + Found(failure.Report ?? failure.Plan?.Json);
    }

    private static void CancelWhen(string sign, CancellationTokenSource cancellation)
    {
        if (sign == null)
        {
            return;
        }
        new Thread(() =>
        {
            while (!File.Exists(sign))
            {
                Thread.Sleep(5);
            }
            cancellation.Cancel();
        }) { IsBackground = true }.Start();
    }

    private static string Pascal(string name)
    {
        return string.Concat(name.Split('_').Select(word => char.ToUpperInvariant(word[0]) + word.Substring(1)));
    }

    private static string Camel(string name)
    {
        var pascal = Pascal(name);
        return char.ToLowerInvariant(pascal[0]) + pascal.Substring(1);
    }
}
