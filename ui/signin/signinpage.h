#pragma once

#include "base/result.h"
#include "openstack/config/cloudsloader.h"
#include "openstack/identity/project.h"

#include <QtWidgets/QWidget>

#include <functional>
#include <optional>
#include <vector>

class QFrame;
class QLabel;
class QPushButton;
class QScrollArea;
class QVBoxLayout;

namespace oriel::ui {

class CloudCard;
class SignInFields;
class Theme;

/// A file that the user has opened, and the clouds in it.
struct OpenedFile
{
    QString path;
    Result<openstack::CloudList> clouds;
};

/// Where one signs in: a card for each cloud that was found or opened, a file to open, any other
/// cloud, and the demo cloud. A file can be dropped anywhere on it. It shows what SignInController
/// decides.
class SignInPage : public QWidget
{
    Q_OBJECT

public:
    explicit SignInPage(Theme &theme, QWidget *parent = nullptr);

    /// Returns for which clouds the keychain has a password. Set it before setClouds().
    void setHasSecret(std::function<bool(const openstack::CloudConfig &)> kept)
    {
        m_kept = std::move(kept);
    }
    /// Recreates the cards. An error concerns the files as a whole.
    void setClouds(const Result<openstack::CloudList> &clouds,
                   const std::vector<OpenedFile> &opened = {});

    /// Of the clouds that were found; null: no cloud of that name.
    [[nodiscard]] CloudCard *card(const QString &name) const;
    /// The cards of a file that was opened.
    [[nodiscard]] std::vector<CloudCard *> cardsOf(const QString &path) const;
    [[nodiscard]] CloudCard *demoCard() const { return m_demo; }
    [[nodiscard]] CloudCard *otherCard() const { return m_other; }
    /// What is filled in on the card; null: nothing is.
    [[nodiscard]] SignInFields *fieldsOf(const CloudCard *card) const;
    /// How the file of the card's cloud asks for a secret; may be empty.
    [[nodiscard]] QString questionOf(const CloudCard *card) const;

    /// Focuses the most likely starting point.
    void focusFirst();
    /// The focus to that card.
    void focusCard(CloudCard *card);
    void forgetSecrets();

Q_SIGNALS:
    /// Its button, or Enter in one of its fields, once everything is filled in.
    void cloudChosen(const oriel::openstack::CloudConfig &cloud, oriel::ui::CloudCard *card);
    void forgetWanted(const oriel::openstack::CloudConfig &cloud, oriel::ui::CloudCard *card);
    void demoChosen();
    void cancelled(oriel::ui::CloudCard *card);
    void projectChosen(const oriel::openstack::Project &project, oriel::ui::CloudCard *card);
    void reloadWanted();
    void filesOpened(const QStringList &paths);
    void fileRemoved(const QString &path);
    void helpWanted();

protected:
    void dragEnterEvent(QDragEnterEvent *event) override;
    void dropEvent(QDropEvent *event) override;

private:
    /// A card for a cloud.
    struct Entry
    {
        CloudCard *card = nullptr;
        QString name;
        QString path; ///< of the file that was opened; empty: found by itself
        openstack::CloudConfig config{};
        SignInFields *fields = nullptr; ///< for what is missing; null: nothing is
        QString question{};
    };

    QWidget *makeHead(QWidget *parent);
    void fillProblem();
    void fillOpenPanel(Theme &theme);
    void addCard(CloudCard *card);
    void addCloud(const openstack::FoundCloud &found, const QString &path);
    void addBroken(const QString &path, const Error &error);
    void showIntro(const openstack::CloudList &clouds);
    void submit(CloudCard *card);
    void chooseFile();

    Theme &m_theme;
    QScrollArea *m_scroll;
    QVBoxLayout *m_cards;
    QLabel *m_intro;
    QFrame *m_problem;
    QLabel *m_problemText;
    std::function<bool(const openstack::CloudConfig &)> m_kept;
    std::vector<Entry> m_entries;
    QString m_selected;
    QWidget *m_foundArea;
    QVBoxLayout *m_foundLayout;
    QFrame *m_open;
    QPushButton *m_openButton;
    CloudCard *m_demo;
    CloudCard *m_other;
    SignInFields *m_otherFields;
};

} // namespace oriel::ui
