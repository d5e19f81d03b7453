#pragma once

#include "ui/dialogs/launch/launchsection.h"

class QPlainTextEdit;

namespace oriel::ui {

/// What few new instances need: a description, tags, metadata, user data, a password, a server
/// group.
class LaunchDetailsSection final : public LaunchSection
{
    Q_OBJECT

public:
    LaunchDetailsSection(const UiContext &context, forms::LaunchForm &form, QWidget *parent);

    /// Whether something is entered there.
    [[nodiscard]] static bool isUsed(const forms::LaunchForm &form);
    /// Whether the field is one of these.
    [[nodiscard]] static bool has(const QString &field);

    void refresh() override;

private:
    void addTexts(QFormLayout *fields);
    void addUserData(QFormLayout *fields);
    void addPassword();
    void addServerGroup();
    void loadUserData();
    void showUserData(const QByteArray &data);
    template <typename T>
    void enter(T forms::LaunchDetails::*member, const T &value);

    QPlainTextEdit *m_userData = nullptr;
    QLabel *m_userDataText = nullptr;
    OptionCombo *m_serverGroup = nullptr;
    QLabel *m_serverGroupText = nullptr;
};

} // namespace oriel::ui
