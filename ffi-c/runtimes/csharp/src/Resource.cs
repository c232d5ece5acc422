using System.Collections.Generic;
using System.Linq;

namespace SeamAcs
{
    /// <summary>What Seam described, with what this version does not know of it.</summary>
    public abstract class Resource
    {
        internal Resource(string json, IReadOnlyDictionary<string, object> members)
        {
            Json = json;
            Members = members;
        }

        /// <summary>All of it, as it came.</summary>
        public string Json { get; }

        /// <summary>All of it by name, also what has no property here: texts, flags, longs, doubles, lists, dictionaries and
        /// nulls.</summary>
        public IReadOnlyDictionary<string, object> Members { get; }

        /// <summary>The JSON.</summary>
        public override string ToString() => Json;

        internal string Text(string name) => Checked<string>(name, Find(name));

        internal bool? Flag(string name) => Checked<bool?>(name, Find(name));

        internal double? Number(string name)
        {
            var found = Find(name);
            return found is long whole ? whole : Checked<double?>(name, found);
        }

        internal IReadOnlyList<string> Texts(string name) => Items<string>(name);

        internal IReadOnlyDictionary<string, object> Object(string name) => Checked<IReadOnlyDictionary<string, object>>(name, Find(name));

        internal IReadOnlyList<IReadOnlyDictionary<string, object>> Objects(string name) => Items<IReadOnlyDictionary<string, object>>(name);

        private IReadOnlyList<T> Items<T>(string name) =>
            Checked<IReadOnlyList<object>>(name, Find(name))?.Select(item => Checked<T>(name, item)).ToList();

        private object Find(string name) => Members.TryGetValue(name, out var found) ? found : null;

        private static T Checked<T>(string name, object found) =>
            found == null ? default(T)
            : found is T value ? value
            : throw SeamException.Unexpected(name + " is of another kind than Seam's OpenAPI document says; Members has it");
    }
}
