using System;
using System.Runtime.CompilerServices;

namespace SeamAcs
{
    /// <summary>Who would be added and who removed, before anything is changed. It can be saved as JSON and applied later.</summary>
    public sealed class Plan
    {
        private readonly Lazy<Handle> handle;

        public Plan(string json)
        {
            Json = json;
            handle = new Lazy<Handle>(() => new Handle(json));
        }

        public string Json { get; private set; }

        internal IntPtr Pointer
        {
            get { return handle.Value.Pointer; }
        }

        /// <summary>A table for people.</summary>
        public override string ToString()
        {
            IntPtr table, error;
            SeamException.ThrowIf(Native.seam_acs_plan_to_table(Pointer, out table, out error), error);
            GC.KeepAlive(this);
            return Library.Taken(table);
        }

        private sealed class Handle
        {
            internal readonly IntPtr Pointer;

            internal Handle(string json)
            {
                Library.Load();
                Pointer = Read(Arguments.Text("plan", json));
            }

            ~Handle()
            {
                Free(Pointer);
            }

            [MethodImpl(MethodImplOptions.NoInlining)]
            private static IntPtr Read(byte[] json)
            {
                IntPtr plan, error;
                SeamException.ThrowIf(Native.seam_acs_plan_from_json(json, out plan, out error), error);
                return plan;
            }

            [MethodImpl(MethodImplOptions.NoInlining)]
            private static void Free(IntPtr plan)
            {
                if (plan != IntPtr.Zero)
                {
                    Native.seam_acs_plan_free(plan);
                }
            }
        }
    }
}
