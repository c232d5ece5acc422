using System.Runtime.CompilerServices;

namespace SeamAcs
{
    /// <summary>Who would be added and who removed, before anything is changed. It can be saved as JSON and applied later.</summary>
    public sealed class Plan
    {
        internal readonly PlanHandle Handle;

        /// <summary>Reads a plan that <see cref="Json"/> gave; refuses what is none with a <see cref="SeamException"/>.</summary>
        public Plan(string json)
        {
            Library.Load();
            Handle = Read(Arguments.Text("plan", json));
            Json = json;
        }

        /// <summary>The plan as it came.</summary>
        public string Json { get; }

        /// <summary>A table for people.</summary>
        public override string ToString()
        {
            SeamException.ThrowIf(Native.seam_acs_plan_to_table(Handle, out var table, out var error), error);
            return Library.Taken(table);
        }

        [MethodImpl(MethodImplOptions.NoInlining)]
        private static PlanHandle Read(byte[] json)
        {
            SeamException.ThrowIf(Native.seam_acs_plan_from_json(json, out var plan, out var error), error);
            return plan;
        }
    }
}
