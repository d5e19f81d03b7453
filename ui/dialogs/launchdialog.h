#pragma once

#include "forms/launchform.h"
#include "ui/dialogs/actiondialog.h"
#include "ui/dialogs/cellmodel.h"
#include "ui/uicontext.h"

#include <functional>
#include <map>
#include <memory>

class QCheckBox;
class QFormLayout;
class QLabel;
class QLineEdit;
class QPlainTextEdit;
class QPushButton;
class QSpinBox;

namespace oriel::ui {

class CellTable;
class CommandBox;
class LaunchDiskTable;
class NotePanel;
class OptionCombo;
class PickTable;
class QuotaList;
class RadioChoice;
class SourcePicker;

/// Asks for everything that a new instance needs, on one page that scrolls, in the order in which
/// it is decided; every field has a default. From a snapshot it is prefilled from the original, and
/// shows beforehand what will be different. Non-blocking: open() it; it deletes itself when closed.
/// Changes nothing in the cloud except for new key pairs and server groups: Launch closes it and
/// emits requested().
class LaunchDialog final : public ActionDialog
{
    Q_OBJECT

public:
    /// `source` without an ID: it is chosen in the dialog.
    LaunchDialog(const UiContext &context, const operations::Subject &source,
                 QWidget *parent = nullptr);
    /// Filled in, for input that the cloud has refused.
    LaunchDialog(const UiContext &context, const operations::LaunchRequest &request,
                 QWidget *parent = nullptr);
    ~LaunchDialog() override;

    void chooseFlavor(const QString &id);
    [[nodiscard]] const forms::LaunchForm &form() const { return *m_form; }

Q_SIGNALS:
    /// Launch was pressed and the input is valid; emitted once, after the dialog has closed.
    void requested(const oriel::operations::LaunchRequest &request, int count);

protected:
    void act() override;

private:
    LaunchDialog(const UiContext &context, std::unique_ptr<forms::LaunchForm> form,
                 QWidget *parent);
    void makeBody();
    void makeName();
    void makeSource();
    void makeFlavors();
    void makeDisk();
    void makeAccess();
    void makeLists();
    void makeReach();
    void makeDifferences();
    void makeMore();
    /// A line below a field that explains it.
    void addHint(const QString &text);
    /// The place for what is wrong with a field.
    void addProblem(const QString &key);
    QLabel *addSection(const QString &heading);
    void addTable(CellTable *table, const QString &heading, const QString &key);
    void makeServerGroup();
    /// A field with buttons beside it for actions, by key and text, that make something to choose.
    void addWithNew(QFormLayout *fields, const forms::LaunchField &field, OptionCombo *combo,
                    const std::vector<std::pair<QString, QString>> &actions);
    /// Carries out such an action, and chooses what it has made.
    void makeNew(QStringView action, const forms::LaunchField &field);
    void loadUserData();
    void refresh();
    void refreshFlavors();
    void refreshDisk();
    void refreshReach();
    void refreshProblems();
    [[nodiscard]] std::vector<CellRow> differences() const;
    [[nodiscard]] const forms::LaunchField &field(const QString &key) const;

    const UiContext m_context;
    std::unique_ptr<forms::LaunchForm> m_form;
    QLineEdit *m_name = nullptr;
    QSpinBox *m_count = nullptr;
    QLabel *m_names = nullptr;
    SourcePicker *m_source = nullptr;
    QPushButton *m_otherSource = nullptr;
    QLineEdit *m_flavorFilter = nullptr;
    PickTable *m_flavors = nullptr;
    std::vector<std::function<void()>> m_choices; ///< each shows one of the form's fields
    QLabel *m_disksHeading = nullptr;
    QWidget *m_diskChoice = nullptr;
    RadioChoice *m_newVolume = nullptr;
    RadioChoice *m_localDisk = nullptr;
    OptionCombo *m_volumeType = nullptr;
    LaunchDiskTable *m_disks = nullptr;
    QLabel *m_disksText = nullptr;
    QWidget *m_ports = nullptr;
    QCheckBox *m_reachable = nullptr;
    QWidget *m_reach = nullptr; ///< the fields for it
    QLabel *m_reachText = nullptr;
    QCheckBox *m_floatingIp = nullptr;
    QLabel *m_differencesHeading = nullptr;
    CellTable *m_differences = nullptr;
    QPlainTextEdit *m_userData = nullptr;
    QLabel *m_userDataText = nullptr;
    std::map<QString, NotePanel *> m_problems; ///< by the field's key
    QuotaList *m_quota = nullptr;
    NotePanel *m_notes = nullptr;
    CommandBox *m_command = nullptr;
};

} // namespace oriel::ui
