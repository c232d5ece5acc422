using System;
using System.Collections.Generic;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace SeamAcs
{
    /// <summary>A connection to Seam. Any number of threads may use it at once.</summary>
    public sealed partial class SeamClient : IDisposable
    {
        private readonly ClientHandle handle;

        /// <summary>What is not given comes from SEAM_API_KEY, or SEAM_PERSONAL_ACCESS_TOKEN with SEAM_WORKSPACE_ID, and
        /// SEAM_ENDPOINT. The options are those of seam_acs.h by name, such as timeout_ms.</summary>
        public SeamClient(string apiKey = null, string endpoint = null, IDictionary<string, object> options = null)
            : this(With(options, apiKey, endpoint), null)
        {
        }

        private SeamClient(IDictionary<string, object> options, ClientHandle origin)
        {
            Library.Load();
            handle = Made(options, origin);
        }

        [MethodImpl(MethodImplOptions.NoInlining)]
        private static ClientHandle Made(IDictionary<string, object> options, ClientHandle origin)
        {
            var set = Native.seam_acs_options_new();
            try
            {
                SetOption(set, "sdk_name", "seam-acs/csharp");
                foreach (var option in options)
                {
                    SetOption(set, option.Key, option.Value);
                }
                return origin == null ? Make(IntPtr.Zero, set) : origin.Use(client => Make(client, set));
            }
            finally
            {
                Native.seam_acs_options_free(set);
            }
        }

        /// <summary>The same connections with other timeouts, attempts, concurrency, actor or reason.</summary>
        public SeamClient With(IDictionary<string, object> options)
        {
            return new SeamClient(options, handle);
        }

        /// <summary>Ends every call of this object, now and later. A change that was sent may have been recorded.</summary>
        public void Cancel()
        {
            handle.Use(client =>
            {
                Native.seam_acs_client_cancel(client);
                return 0;
            });
        }

        /// <summary>Gives the connection back; calls that are under way end. Safe twice, and never.</summary>
        public void Dispose()
        {
            handle.Dispose();
        }

        internal delegate int Begins(IntPtr client, out IntPtr op, out IntPtr error);

        internal Operation Begin(Begins begins)
        {
            return handle.Use(client =>
            {
                IntPtr op, error;
                SeamException.ThrowIf(begins(client, out op, out error), error);
                return new Operation(op);
            });
        }

        private static ClientHandle Make(IntPtr origin, IntPtr options)
        {
            IntPtr client, error;
            var status = origin == IntPtr.Zero
                ? Native.seam_acs_client_from_env(options, out client, out error)
                : Native.seam_acs_client_with(origin, options, out client, out error);
            SeamException.ThrowIf(status, error);
            return new ClientHandle(client);
        }

        private static IDictionary<string, object> With(IDictionary<string, object> options, string apiKey, string endpoint)
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

        private static void SetOption(IntPtr options, string name, object value)
        {
            var text = value is bool ? ((bool)value ? "true" : "false") : Convert.ToString(value, CultureInfo.InvariantCulture);
            IntPtr error;
            var status = Native.seam_acs_options_set(options, Arguments.Text("an option's name", name), Arguments.Text(name, text), out error);
            SeamException.ThrowIf(status, error);
        }
    }

    /// <summary>Frees the client once nobody uses it, even if nobody disposes of it.</summary>
    internal sealed class ClientHandle : SafeHandle
    {
        internal ClientHandle(IntPtr client)
            : base(IntPtr.Zero, true)
        {
            SetHandle(client);
        }

        public override bool IsInvalid
        {
            get { return handle == IntPtr.Zero; }
        }

        /// <summary>Hands out the pointer for as long as a call lasts, so that a Dispose meanwhile waits.</summary>
        internal T Use<T>(Func<IntPtr, T> use)
        {
            var held = false;
            try
            {
                DangerousAddRef(ref held);
                return use(handle);
            }
            finally
            {
                if (held)
                {
                    DangerousRelease();
                }
            }
        }

        protected override bool ReleaseHandle()
        {
            Native.seam_acs_client_free(handle);
            return true;
        }
    }
}
