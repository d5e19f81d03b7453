#pragma once

#include "operations/actions/action.h"
#include "ui/uicontext.h"

#include <QtWidgets/QWidget>

#include <functional>

class QPushButton;

namespace oriel::operations {
class Operation;
}

namespace oriel::ui {

class NotePanel;

/// Edits one detail of a resource in its place on the page. Enter saves and Escape discards. It
/// stays until the cloud has accepted the change, with what was entered and, if the change failed,
/// the reason. Only what the user changed is sent.
class DetailEditor final : public QWidget
{
    Q_OBJECT

public:
    /// The preset of the action's first field is what is edited: a text, the tags (an array) or
    /// the metadata (an object).
    DetailEditor(const UiContext &ui, const operations::Action &action, QString id,
                 QWidget *parent = nullptr);

Q_SIGNALS:
    void closed();

protected:
    void keyPressEvent(QKeyEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void showEvent(QShowEvent *event) override;

private:
    [[nodiscard]] QJsonValue present() const;
    QWidget *makeText(const QString &before);
    QWidget *makeTags(const QStringList &before);
    QWidget *makeMetadata(const QMap<QString, QString> &before);
    void check();
    void edited();
    void save();
    [[nodiscard]] bool follow(const operations::Operation &operation);
    void setBusy(bool busy);
    void scrollIntoView();

    UiContext m_ui;
    const operations::Action &m_action;
    QString m_id;
    QWidget *m_input = nullptr;
    std::function<operations::Values()> m_values; ///< empty: nothing was changed
    std::function<QString()> m_inputProblem;      ///< null: none
    std::function<QString()> m_warning;           ///< null: none
    QString m_failure; ///< why it could not be saved; until something else is entered
    NotePanel *m_note;
    QPushButton *m_save;
    QPushButton *m_discard;
};

} // namespace oriel::ui
