//! What a plan does to one group, as JSON for programs that show it.

use serde_json::{Value, json};

use super::plan::{PlannedGroup, PlannedUser};

impl PlannedGroup<'_> {
    /// The group as one JSON object: `acs_access_group_id`, `name`, the numbers `adds`, `removes` and `stays`, the
    /// limits of the first two in `most_adds` and `most_removes` (null: any number), and the people in `add` and
    /// `remove`, each with `name` and `acs_user_id` or `user_identity_id`.
    #[must_use]
    pub fn to_json(&self) -> String {
        let add: Vec<Value> = self.adds().map(person).collect();
        let remove: Vec<Value> = self.removes().map(person).collect();
        json!({
            "acs_access_group_id": self.acs_access_group_id(),
            "name": self.name(),
            "adds": add.len(),
            "most_adds": self.most_adds(),
            "removes": remove.len(),
            "most_removes": self.most_removes(),
            "stays": self.group.staying(),
            "add": add,
            "remove": remove,
        })
        .to_string()
    }
}

fn person(planned: PlannedUser<'_>) -> Value {
    let (field, id) = planned.user.parts();
    json!({ field: id, "name": planned.name })
}
