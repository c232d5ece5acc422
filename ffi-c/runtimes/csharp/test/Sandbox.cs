using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Net.Sockets;
using System.Text;

/// <summary>A local server that the tests talk to, as a process of its own: our sandbox, or Seam's own fake.</summary>
internal sealed class Sandbox : IDisposable
{
    internal const string User = "33333333-3333-3333-3333-333333333333";
    internal const string Group = "44444444-4444-4444-4444-444444444444";
    internal static readonly string Key = Environment.GetEnvironmentVariable("SEAM_ACS_SANDBOX_API_KEY") ?? "seam_testkey_of_the_local_sandbox";

    private readonly Process process;

    internal Sandbox(string program, string arguments)
    {
        process = Process.Start(new ProcessStartInfo(program, arguments) { UseShellExecute = false, RedirectStandardInput = true, RedirectStandardOutput = true });
        FirstLine = process.StandardOutput.ReadLine();
        Url = FirstLine.Substring(FirstLine.IndexOf("http:", StringComparison.Ordinal)).Split('"', ' ')[0];
    }

    internal string FirstLine { get; private set; }

    internal string Url { get; private set; }

    /// <summary>It ends when its standard input does.</summary>
    public void Dispose()
    {
        process.StandardInput.Close();
        process.WaitForExit();
    }

    internal void Reset()
    {
        Ask("POST", "/_sandbox/reset", "{}");
    }

    /// <summary>As in sandbox/README.md.</summary>
    internal void Fault(string json)
    {
        Ask("POST", "/_sandbox/faults", json);
    }

    internal IList<string> Paths()
    {
        return Requests().Select(request => (string)request["path"]).ToList();
    }

    internal IEnumerable<IDictionary<string, object>> Requests()
    {
        return ((IEnumerable<object>)Ask("GET", "/_sandbox/requests", "")).Cast<IDictionary<string, object>>();
    }

    internal bool IsHolding()
    {
        return Convert.ToInt64(((IDictionary<string, object>)Ask("GET", "/_sandbox/state", ""))["held"]) > 0;
    }

    internal bool HasMember(string user)
    {
        var groups = (IEnumerable<object>)((IDictionary<string, object>)Ask("GET", "/_sandbox/state", ""))["groups"];
        var group = groups.Cast<IDictionary<string, object>>().Single(one => (string)one["acs_access_group_id"] == Group);
        return ((IEnumerable<object>)group["members"]).Contains(user);
    }

    /// <summary>HTTP/1.0 by hand, so that no client of the runtime's is in the way.</summary>
    internal object Ask(string method, string path, string body)
    {
        var address = new Uri(Url);
        using (var socket = new TcpClient(address.Host, address.Port))
        using (var stream = socket.GetStream())
        {
            var head = method + " " + path + " HTTP/1.0\r\nContent-Type: application/json\r\nContent-Length: " + Encoding.UTF8.GetByteCount(body) + "\r\n\r\n";
            var bytes = Encoding.UTF8.GetBytes(head + body);
            stream.Write(bytes, 0, bytes.Length);
            var answer = new StreamReader(stream, Encoding.UTF8).ReadToEnd();
            var found = answer.Substring(answer.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4);
            return found.StartsWith("{", StringComparison.Ordinal) || found.StartsWith("[", StringComparison.Ordinal) ? Json.Read(found) : null;
        }
    }
}
