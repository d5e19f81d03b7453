#pragma once

#include <optional>

class QSettings;

namespace oriel::forms {
class SnapshotForm;
}

namespace oriel::ui {

/// The user's defaults, in place of Oriel's. Kept in the settings; a change takes effect with the
/// next dialog and the next notification.
class Preferences
{
public:
    /// `settings` outlives it.
    explicit Preferences(QSettings &settings) : m_settings(settings) {}

    /// How many days a new snapshot is kept; nothing: no date.
    [[nodiscard]] std::optional<int> keepDays() const;
    void setKeepDays(std::optional<int> days);

    /// Whether a running instance is shut off for a snapshot where that is recommended.
    [[nodiscard]] bool shutsOffFirst() const;
    void setShutsOffFirst(bool first);

    /// Whether the desktop is told what happens while the window is not in front.
    [[nodiscard]] bool notifies() const;
    void setNotifies(bool notifies);

    /// Fills in a form in which the user has chosen nothing yet.
    void fillIn(forms::SnapshotForm &form) const;

private:
    QSettings &m_settings;
};

} // namespace oriel::ui
