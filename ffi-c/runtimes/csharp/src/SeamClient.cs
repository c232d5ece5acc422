using System;
using System.Collections.Generic;
using System.Runtime.CompilerServices;

namespace SeamAcs
{
    /// <summary>A connection to Seam. Any number of threads may use it at once.</summary>
    public sealed partial class SeamClient : IDisposable
    {
        internal readonly ClientHandle Handle;

        /// <summary>What is not given comes from SEAM_API_KEY, or SEAM_PERSONAL_ACCESS_TOKEN with SEAM_WORKSPACE_ID, and
        /// SEAM_ENDPOINT. The options are those of seam_acs.h by name, such as timeout_ms.</summary>
        public SeamClient(string apiKey = null, string endpoint = null, IDictionary<string, object> options = null)
            : this(null, All(options, apiKey, endpoint))
        {
        }

        private SeamClient(ClientHandle origin, IDictionary<string, object> options)
        {
            Library.Load();
            Handle = Made(origin, options);
        }

        /// <summary>The same connections with other timeouts, attempts, concurrency, actor or reason.</summary>
        public SeamClient With(IDictionary<string, object> options) => new SeamClient(Handle, options);

        /// <summary>Ends every call of this object, now and later. A change that was sent may have been recorded.</summary>
        public void Cancel() => Native.seam_acs_client_cancel(Handle);

        /// <summary>Gives the connection back; calls that are under way end. Safe twice, and never.</summary>
        public void Dispose() => Handle.Dispose();

        private static IDictionary<string, object> All(IDictionary<string, object> options, string apiKey, string endpoint)
        {
            var all = options == null ? new Dictionary<string, object>() : new Dictionary<string, object>(options);
            if (apiKey != null)
            {
                all["api_key"] = apiKey;
            }
            if (endpoint != null)
            {
                all["endpoint"] = endpoint;
            }
            return all;
        }

        [MethodImpl(MethodImplOptions.NoInlining)]
        private static ClientHandle Made(ClientHandle origin, IDictionary<string, object> options)
        {
            using (var set = Native.seam_acs_options_new())
            {
                Set(set, "sdk_name", "seam-acs/csharp");
                foreach (var option in options)
                {
                    Set(set, option.Key, option.Value);
                }
                var status = origin == null
                    ? Native.seam_acs_client_from_env(set, out var client, out var error)
                    : Native.seam_acs_client_with(origin, set, out client, out error);
                SeamException.ThrowIf(status, error);
                return client;
            }
        }

        private static void Set(OptionsHandle options, string name, object value)
        {
            var text = value is bool flag ? (flag ? "true" : "false") : Arguments.InWords(value);
            var status = Native.seam_acs_options_set(options, Arguments.Text("an option's name", name), Arguments.Text(name, text), out var error);
            SeamException.ThrowIf(status, error);
        }
    }
}
