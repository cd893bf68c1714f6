"""What each call is for, in a few words, as the summaries of openapi.yaml have it."""

from collections.abc import Mapping

from simulator.language import Text, say
from simulator.port import operations as port

_TITLES: Mapping[type[port.Operation], Text] = {
    port.LinkCards: say("カードと本人を結び付ける"),
    port.PublishRevocations: say("失効リストを渡す"),
    port.PutInstitutions: say("医療機関・薬局とその設定を渡す"),
    port.PutSchemes: say("実施機関の制度マスタを渡す"),
    port.OpenAccounts: say("住民のアカウントと代理を渡す"),
    port.RegisterRecipients: say("医療費助成の受給者情報を登録する"),
    port.RegisterHistory: say("受給者情報の差分履歴を登録する"),
    port.RegisterTickets: say("接種券・受診券を登録する"),
    port.FetchTask: say("登録の結果を確かめる"),
    port.RegisterDepartures: say("死亡・転出・妊娠終了を届ける"),
    port.SendNotice: say("勧奨・お知らせを送る"),
    port.WithdrawNotice: say("勧奨・お知らせを取り下げる"),
    port.FetchResults: say("自分の券への記録を取り出す"),
    port.RecordGroupCheckup: say("集団健診の結果を登録する"),
    port.LookUpSubsidy: say("資格確認済みの人の医療費助成情報を照会する"),
    port.CheckEligibility: say("カードで医療費助成情報を照会する"),
    port.FetchTickets: say("カードで接種券・受診券を探す"),
    port.FetchQuestionnaire: say("予診票・問診票を取り出す"),
    port.RecordDose: say("接種を記録する"),
    port.RecordInterviewOnly: say("見合わせ(予診のみ)を記録する"),
    port.RecordCheckup: say("健診の結果を記録する"),
    port.FetchRecord: say("自分の記録を取り出す"),
    port.AmendResult: say("自分の記録を訂正する"),
    port.CancelResult: say("自分の記録を取り消す"),
    port.SubmitQuestionnaire: say("予診票・問診票を送る"),
    port.WithdrawQuestionnaire: say("予診票・問診票を取り下げる"),
    port.ListHistory: say("接種・健診の履歴を見る"),
    port.ListNotices: say("勧奨・お知らせを見る"),
    port.ListCertificates: say("自分の受給者証を見る"),
    port.ListConsents: say("同意の状態を見る"),
    port.SetConsent: say("同意する・同意を撤回する"),
    port.CheckHealth: say("稼働を確かめる"),
    port.FetchCapabilities: say("提供する機能を確かめる"),
    port.FetchAuditTrail: say("監査記録を見る"),
    port.RegisterHistory: say("受給者情報の差分履歴を登録する"),
    port.RegisterDepartures: say("死亡・転出・妊娠終了を届ける"),
    port.SendNotice: say("勧奨・お知らせを送る"),
    port.WithdrawNotice: say("勧奨・お知らせを取り下げる"),
    port.FetchResults: say("自分の券への記録を取り出す"),
    port.FetchRecord: say("自分の記録を取り出す"),
    port.AmendResult: say("自分の記録を訂正する"),
    port.CancelResult: say("自分の記録を取り消す"),
    port.WithdrawQuestionnaire: say("予診票・問診票を取り下げる"),
    port.ListNotices: say("勧奨・お知らせを見る"),
    port.ListCertificates: say("自分の受給者証を見る"),
    port.ListConsents: say("同意の状態を見る"),
    port.SetConsent: say("同意する・同意を撤回する"),
    port.SetClock: say("試験用に日付を進める"),
}


def title_of(operation: type[port.Operation]) -> Text:
    """What a call is for; its name where nothing is written of it."""
    return _TITLES.get(operation) or say("{name}", name=operation.__name__)
